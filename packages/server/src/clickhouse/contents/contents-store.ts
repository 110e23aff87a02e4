import type { ContentsStore, MoveNote } from '../../store/contents.js';
import type { Cluster } from '../cluster/cluster.js';
import type { Catalogue } from '../projects/catalogue.js';
import { countEvents } from '../projects/count-events.js';
import { contentsEvents } from './events.js';
import { goalsContents, putGoals } from './goals.js';
import { putEvents } from './put-events.js';
import { contentsStretch } from './stretch.js';
import { contentsTotals } from './totals.js';
import { putSalts, putVisitors, saltsSince, visitorsSince } from './visitors.js';

export function contentsStore(cluster: Cluster, catalogue: Catalogue, now: () => number): ContentsStore {
  return {
    note: async () => (await catalogue.find<MoveNote>('move', NOTE))?.body ?? null,
    keepNote: (note) => catalogue.change<MoveNote, void>('move', NOTE, () => ({ body: note, answer: undefined })),
    goals: (projectId) => goalsContents(catalogue, projectId),
    putGoals: (projectId, goals) => putGoals(catalogue, projectId, goals, now()),
    stretch: (projectId, after) => contentsStretch(cluster, projectId, after),
    events: (projectId, stretch, after) => contentsEvents(cluster, catalogue, projectId, stretch, after),
    putEvents: (projectId, part) => putEvents(cluster, catalogue, projectId, part),
    totals: (projectId, stretch) => contentsTotals(cluster, catalogue, projectId, stretch),
    eventsTotal: (projectId) => countEvents(cluster, projectId),
    salts: (since) => saltsSince(cluster, since),
    putSalts: (salts) => putSalts(cluster, salts),
    visitors: (since, after) => visitorsSince(cluster, since, after),
    putVisitors: (visitors) => putVisitors(cluster, visitors),
  };
}

/** The id of the only note. */
const NOTE = 'note';
