import { entryOf } from '../../model/entry/entry.js';
import { type NotSources, notSourcesOf } from '../../model/entry/project-sources.js';
import type { Event } from '../../model/event.js';
import type { ProjectId } from '../../model/ids.js';
import type { Recorded } from '../../store/contract/events.js';
import { toEventRow } from '../../store/event-row.js';
import type { GoalCompiler } from '../../store/goals/matchers.js';
import type { MatchedEvent } from '../../store/goals/timed-matching.js';
import type { RecordAnswer, RecordRequest } from '../../store/group-commit.js';
import { StoreUnavailable } from '../../store/store.js';
import type { Cluster } from '../cluster/cluster.js';
import { STORED_WITHIN_MS } from '../goals/late-events.js';
import type { Catalogue } from '../projects/catalogue.js';
import { findProject } from '../projects/projects.js';
import { clientRecords } from '../rows/clients.js';
import {
  insertRecords,
  isPublicPrecedence,
  type Precedences,
  precedencesAt,
  type RecordRow,
  toRecord,
} from '../rows/records.js';
import { storeTime } from '../rows/store-time.js';
import { catchUp, type Stored } from './catch-up.js';
import { conversionRecord } from './conversion-record.js';
import { type MatchedProject, matchByProject } from './match-by-project.js';
import { eventKey, type StoredOrigins, storedBefore } from './stored-before.js';
import type { StoredKeyCache } from './stored-key-cache.js';
import { saveVisitors } from './visitors.js';

/** Events of one project with all they are stored as. */
interface Batch extends Stored {
  readonly notSources: NotSources;
  readonly events: Event[];
  readonly repeated: Event[];
  readonly rows: RecordRow[];
  readonly answers: Map<RecordRequest, RecordAnswer>;
}

/** The dependencies of `recordEvents`. */
export interface Recording {
  readonly cluster: Cluster;
  readonly catalogue: Catalogue;
  readonly compiler: GoalCompiler<ProjectId>;
  readonly storedKeys: StoredKeyCache;
}

/**
 * Stores the events of several callers with their conversions. Returns one answer per caller, in order; null when the
 * project does not exist. When the time for a project is up, its remaining events wait for the next commit. An
 * interrupted call may be repeated: stored events are skipped, and events stored twice count once.
 */
export async function recordEvents(
  recording: Recording,
  requests: readonly RecordRequest[],
): Promise<(RecordAnswer | null)[]> {
  const { cluster, catalogue, compiler, storedKeys } = recording;
  const begunAt = performance.now();
  const [time, projects] = await Promise.all([storeTime(cluster), matchByProject(catalogue, compiler, requests)]);
  const precedences = precedencesAt(time);
  const batches = await Promise.all(projects.map((project) => batchOf(recording, project, precedences)));
  const clients = batches.flatMap(({ project: { projectId, matched } }) =>
    clientRecords(
      projectId,
      matched.map(({ done }) => done),
      precedences,
    ).filter((row) => !storedKeys.has(rowKey(row))),
  );
  if (performance.now() - begunAt > STORED_WITHIN_MS / 2) throw new StoreUnavailable('this process was suspended');
  await insertRecords(cluster, [...batches.flatMap(({ rows }) => rows), ...clients]);
  storedKeys.add(clients.map(rowKey));
  await Promise.all(batches.map((batch) => catchUp(recording, batch)));
  const answers = new Map(batches.flatMap((batch) => [...batch.answers]));
  return requests.map((request) => answers.get(request) ?? null);
}

async function batchOf(
  { cluster, catalogue, storedKeys }: Recording,
  project: MatchedProject,
  precedences: Precedences,
): Promise<Batch> {
  const { projectId, matched } = project;
  const done = matched.map((one) => one.done);
  const looked = done.filter(needsRepeated).flatMap(({ events }) => events);
  const [stored, found] = await Promise.all([
    storedBefore(cluster, projectId, looked),
    findProject(catalogue, projectId),
    saveVisitors(cluster, storedKeys, done),
  ]);
  const notSources = notSourcesOf(found!);
  const batch: Batch = { project, precedences, notSources, events: [], repeated: [], rows: [], answers: new Map() };
  for (const { request, done, events, progress } of matched) {
    if (!needsRepeated(done)) batch.repeated.push(...done.events);
    batch.answers.set(request, { recorded: events.map((event) => take(batch, stored, event)), progress });
  }
  return batch;
}

function needsRepeated({ options }: RecordRequest): boolean {
  return !options?.mayOverlookRepeated;
}

/** The same client told by events of the other origin is another fact. */
function rowKey({ project_id, session_id, event_id, precedence }: RecordRow): string {
  return `${project_id} ${session_id} ${isPublicPrecedence(precedence)} ${event_id}`;
}

function take(
  { project: { projectId }, precedences, notSources, events, repeated, rows }: Batch,
  stored: StoredOrigins,
  { event, met }: MatchedEvent,
): Recorded {
  const key = eventKey(event.sessionId, event.id);
  const before = stored.get(key);
  if (before === 'trusted' || before === event.origin) {
    repeated.push(event);
    return 'repeated';
  }
  stored.set(key, event.origin);
  events.push(event);
  const entry = event.type === 'visit' ? entryOf(event, notSources) : null;
  rows.push(toRecord(projectId, toEventRow(event), entry, precedences));
  for (const matcher of met) rows.push(conversionRecord(projectId, precedences, event, matcher));
  return 'stored';
}
