import type { ContentsStore } from '../../store/contents.js';
import type { Threads } from './threads.js';

/** Moves handle large amounts of data, so everything runs on the threads. */
export function contentsStore(readers: Threads, writer: Threads, now: () => number): ContentsStore {
  return {
    note: () => readers.run('moveNote'),
    keepNote: (note) => writer.run('keepMoveNote', note),
    goals: (projectId) => readers.run('goalsContents', projectId),
    putGoals: (projectId, goals) => writer.run('putGoals', projectId, goals, now()),
    stretch: (projectId, after) => readers.run('contentsStretch', projectId, after),
    events: (projectId, stretch, after) => readers.run('contentsEvents', projectId, stretch, after),
    putEvents: (projectId, part) => writer.run('putEvents', projectId, part),
    totals: (projectId, stretch) => readers.run('contentsTotals', projectId, stretch),
    eventsTotal: (projectId) => readers.run('storedEvents', projectId),
    salts: (since) => readers.run('saltsSince', since),
    putSalts: (salts) => writer.run('putSalts', salts),
    visitors: (since, after) => readers.run('visitorsSince', since, after),
    putVisitors: (visitors) => writer.run('putVisitors', visitors),
  };
}
