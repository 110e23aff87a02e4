import type { Table } from '../http/csv/csv-answer.js';
import type { Cell } from '../http/csv/csv-line.js';
import type { Session } from '../model/session.js';
import type { SessionPage, SessionSelection } from '../store/contract/sessions.js';
import type { ListSessionsRequest } from './list-request.js';
import { presentSession } from './present.js';
import type { ListSessions } from './read-list.js';
import { sessionFields } from './session-schema.js';

export const SESSION_COLUMNS = Object.keys(sessionFields);

/** Sessions that are read and held in memory at a time. */
const SESSIONS_AT_A_TIME = 5000;

/**
 * All sessions of a list, whatever its page. Sessions that begin after `now`, while the rows are read, are left out: they would
 * move the others.
 */
export function sessionTable(list: ListSessions, { selection, page }: ListSessionsRequest, now: number): Table {
  const { from, until } = selection.period;
  const period = selection.filters.conversion?.inPeriod
    ? selection.period
    : { from, until: Math.min(until ?? Number.POSITIVE_INFINITY, now + 1) };
  return { columns: SESSION_COLUMNS, rows: rowsOf(list, { ...selection, period }, page) };
}

async function* rowsOf(list: ListSessions, selection: SessionSelection, page: Order): AsyncGenerator<Cell[]> {
  for await (const session of eachSession(list, selection, page)) yield sessionCells(session);
}

type Order = Pick<SessionPage, 'sortKey' | 'sortOrder'>;

/** Reads sessions a few thousand at a time. */
export async function* eachSession(
  list: ListSessions,
  selection: SessionSelection,
  { sortKey, sortOrder }: Order,
): AsyncGenerator<Session> {
  for (let offset = 0; ; offset += SESSIONS_AT_A_TIME) {
    const page = { sortKey, sortOrder, limit: SESSIONS_AT_A_TIME, offset };
    const { sessions: found } = await list(selection, page);
    yield* found;
    if (found.length < SESSIONS_AT_A_TIME) return;
  }
}

/** A cell for each of `SESSION_COLUMNS`. */
export function sessionCells(session: Session): Cell[] {
  const presented = presentSession(session) as Readonly<Record<string, Cell>>;
  return SESSION_COLUMNS.map((name) => presented[name] ?? null);
}
