import type { ContentsStore } from '../../store/contents.js';
import { moveNote } from '../contents/note.js';
import { answering } from '../database/answering.js';
import type { Connection } from '../database/connection.js';
import type { Threads } from './threads.js';

/**
 * Moves handle large amounts of data, so everything runs on the threads. The note is the exception: every start of the
 * server reads it, and would start a reading thread for a single row.
 */
export function contentsStore(reader: Connection, readers: Threads, writer: Threads, now: () => number): ContentsStore {
  return {
    note: async () => answering(() => moveNote(reader)),
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
