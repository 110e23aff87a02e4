import { CONVERSION_COLUMNS, conversionCells, type Expanded } from '../../conversions/conversion-table.js';
import type { Cell } from '../../http/csv/csv-line.js';
import { toFilters } from '../../http/filters/session-filters.js';
import type { Event } from '../../model/event.js';
import type { ProjectId, SessionId } from '../../model/ids.js';
import { PAGE_LIMIT_MAX, type PageStart } from '../../model/page.js';
import { presentSession } from '../../sessions/present.js';
import { eachSession, SESSION_COLUMNS, sessionCells } from '../../sessions/session-table.js';
import type { EventPlace, EventsPart, Stretch } from '../../store/contents.js';
import { toEvent } from '../../store/event-row.js';
import type { Store } from '../../store/store.js';
import { EVENT_COLUMNS, eventCells, toLine } from './event-line.js';

/** One thing that is exported, in both formats. */
export interface ExportedRow {
  readonly json: object;
  cells(): readonly Cell[];
}

/** What an export has of a project. Rows are read a few thousand at a time. */
export interface Exported {
  readonly columns: readonly string[];
  rows(store: Store, projectId: ProjectId, now: number): AsyncGenerator<ExportedRow>;
}

export const EXPORTS: Readonly<Record<string, Exported>> = {
  events: { columns: EVENT_COLUMNS, rows: events },
  sessions: { columns: SESSION_COLUMNS, rows: sessions },
  conversions: { columns: CONVERSION_COLUMNS, rows: conversions },
};

async function* events(store: Store, projectId: ProjectId): AsyncGenerator<ExportedRow> {
  for await (const part of partsOf(store, projectId)) {
    for (const event of part) yield { json: toLine(event), cells: () => eventCells(event) };
  }
}

/** Sessions that begin while they are read are left out: they would move the others. */
async function* sessions(store: Store, projectId: ProjectId, now: number): AsyncGenerator<ExportedRow> {
  const selection = { projectId, period: { from: null, until: now }, filters: toFilters(null) };
  const order = { sortKey: 'created_at', sortOrder: 'asc' } as const;
  for await (const session of eachSession(store.sessions.list, selection, order)) {
    yield { json: presentSession(session), cells: () => sessionCells(session) };
  }
}

async function* conversions(store: Store, projectId: ProjectId): AsyncGenerator<ExportedRow> {
  const seen = { last: null as SessionId | null };
  for await (const part of partsOf(store, projectId)) {
    // A session may go on in the next part; its conversions are all read at once.
    const ids = [...new Set(part.map(({ sessionId }) => sessionId))].filter((id) => id !== seen.last);
    seen.last = ids.at(-1) ?? seen.last;
    for (let from = 0; from < ids.length; from += SESSIONS_AT_A_TIME) {
      yield* conversionsOf(store, projectId, ids.slice(from, from + SESSIONS_AT_A_TIME));
    }
  }
}

const SESSIONS_AT_A_TIME = 1000;

async function* conversionsOf(
  store: Store,
  projectId: ProjectId,
  sessionIds: readonly SessionId[],
): AsyncGenerator<ExportedRow> {
  const selection = { projectId, sessionIds, period: { from: null, until: null }, types: null };
  let after: PageStart | null = null;
  do {
    const page: { json: string; next: PageStart | null } = await store.conversions.list(selection, {
      limit: PAGE_LIMIT_MAX,
      after,
    });
    for (const json of JSON.parse(page.json) as Expanded[]) yield { json, cells: () => conversionCells(json) };
    after = page.next;
  } while (after !== null);
}

/** All events, by session and event id. */
async function* partsOf({ contents }: Store, projectId: ProjectId): AsyncGenerator<Event[]> {
  let reached: SessionId | null = null;
  do {
    const stretch: Stretch = await contents.stretch(projectId, reached);
    let after: EventPlace | null = null;
    do {
      const part: EventsPart = await contents.events(projectId, stretch, after);
      yield part.events.map(({ row }) => toEvent(row));
      after = part.next;
    } while (after !== null);
    reached = stretch.through;
  } while (reached !== null);
}
