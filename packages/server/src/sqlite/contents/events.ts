import { isKnown } from '../../model/client.js';
import type { Entry } from '../../model/entry/entry.js';
import { ORIGINS } from '../../model/event.js';
import type { EventId, ProjectId, SessionId } from '../../model/ids.js';
import {
  boundsOf,
  type ClientsByOrigin,
  type EventContents,
  type EventPlace,
  type EventsPart,
  type Stretch,
  type VersionName,
} from '../../store/contents.js';
import { EVENT_TEXTS, type EventRow } from '../../store/event-row.js';
import { toSession } from '../../store/session-row.js';
import type { Connection } from '../database/connection.js';
import { projectNo } from '../projects/projects.js';
import { partsOf } from '../recording/session-parts.js';
import { eventColumns, TYPE_CODES } from '../rows/event-rows.js';
import { type NumberedSession, SESSION_COLUMNS, SESSIONS } from '../rows/session-columns.js';
import { movedVersions } from './goals.js';

/** Limits of one part. `CHARACTERS_MAX` limits the characters of its texts. */
const EVENTS_MAX = 10_000;
const CHARACTERS_MAX = 16_777_216;

/** Looks up the conversions of each event by their key. */
const SELECT = `SELECT s.session_id AS sessionId, ${eventColumns('e')}, (
    SELECT json_group_array(goal_no) FROM conversions c
    WHERE c.project_no = s.project_no AND c.session_id = s.session_id AND c.occurred_at = e.occurred_at
      AND c.event_id = e.event_id
  ) AS goalNos
  FROM sessions s CROSS JOIN events e USING (session_no) WHERE s.project_no = ?`;

type Row = EventRow & { readonly goalNos: string };

export function contentsEvents(
  connection: Connection,
  projectId: ProjectId,
  stretch: Stretch,
  after: EventPlace | null,
): EventsPart {
  return connection.read(() => {
    const project = projectNo(connection, projectId)!;
    const { rows, next } = take(rowsOf(connection, project, stretch, after));
    const sessions = sessionsOf(connection, project, rows);
    const names = new Map(movedVersions(connection, project).map(({ goalNo, name }) => [goalNo, name]));
    return {
      events: rows.map((row) => toContents(row, sessions.get(row.sessionId)!, names)),
      clients: new Map([...sessions.values()].map(({ id, clients }) => [id, clients])),
      next,
    };
  });
}

/** The rest of the session in which the previous part ended, then the sessions after it. All are found by key. */
function* rowsOf(connection: Connection, project: number, stretch: Stretch, from: EventPlace | null): Generator<Row> {
  if (from !== null) {
    yield* connection
      .statement<Row, [number, string, string]>(`${SELECT} AND s.session_id = ? AND e.event_id > ? ORDER BY e.event_id`)
      .iterate(project, from.sessionId, from.eventId);
  }
  const { after, through } = boundsOf(stretch);
  yield* connection
    .statement<Row, [number, string, string]>(
      `${SELECT} AND s.session_id > ? AND s.session_id <= ? ORDER BY s.session_id, e.event_id`,
    )
    .iterate(project, from?.sessionId ?? after, through);
}

function take(all: Iterable<Row>): { rows: Row[]; next: EventPlace | null } {
  const rows: Row[] = [];
  let characters = 0;
  for (const row of all) {
    const last = rows.at(-1);
    if (last && (rows.length >= EVENTS_MAX || characters >= CHARACTERS_MAX)) {
      return { rows, next: { sessionId: last.sessionId as SessionId, eventId: last.eventId as EventId } };
    }
    rows.push(row);
    for (const text of EVENT_TEXTS) characters += row[text]?.length ?? 0;
  }
  return { rows, next: null };
}

interface Known {
  readonly id: SessionId;
  readonly clients: ClientsByOrigin;
  readonly entry: Entry;
  readonly firstVisit: EventId | null;
}

type Found = NumberedSession & { readonly eventOrigins: number; readonly firstVisit: EventId | null };

function sessionsOf(connection: Connection, project: number, rows: readonly Row[]): Map<string, Known> {
  const found = connection
    .statement<Found, [number, string, string]>(
      `SELECT ${SESSION_COLUMNS}, event_origins AS eventOrigins, (
         SELECT event_id FROM events e WHERE e.session_no = s.session_no AND type = ${TYPE_CODES.visit}
         ORDER BY is_public, occurred_at, event_id LIMIT 1
       ) AS firstVisit
       FROM ${SESSIONS} WHERE project_no = ? AND session_id >= ? AND session_id <= ?`,
    )
    // Without rows the range is empty.
    .all(project, rows[0]?.sessionId ?? '', rows.at(-1)?.sessionId ?? '');
  return new Map(
    found.map((row) => {
      const { id, entry } = toSession(row, 0);
      return [id, { id, clients: clientsOf(connection, row), entry, firstVisit: row.firstVisit }];
    }),
  );
}

function clientsOf(connection: Connection, row: Found): ClientsByOrigin {
  const parts = partsOf(connection, { ...row, no: row.sessionNo });
  const known = ORIGINS.flatMap((origin) => {
    const client = parts[origin]?.client;
    return client && isKnown(client) ? [[origin, client] as const] : [];
  });
  return Object.fromEntries(known);
}

function toContents(
  { goalNos, ...row }: Row,
  { entry, firstVisit }: Known,
  names: ReadonlyMap<number, VersionName>,
): EventContents {
  const met = (JSON.parse(goalNos) as number[]).flatMap((no) => names.get(no) ?? []);
  return { row, entry: row.eventId === firstVisit ? entry : null, met };
}
