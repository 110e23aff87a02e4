import { writeCursor } from '../http/cursor.js';
import type { Timeline } from '../model/session.js';
import { presentSession } from './present.js';
import { presentEntry } from './present-entry.js';

/** A session and a page of what happened in it. */
export function presentTimeline({ session, entries, next }: Timeline): object {
  return {
    ...presentSession(session),
    timeline: entries.map(presentEntry),
    next_cursor: next && writeCursor(next),
  };
}
