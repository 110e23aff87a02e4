import { type Client, filledIn, isKnown, UNKNOWN } from '../../model/client.js';
import { ORIGINS, type Origin } from '../../model/event.js';
import type { ProjectId, SessionId } from '../../model/ids.js';
import type { RecordRequest } from '../../store/group-commit.js';
import { nullable, text } from '../cluster/rows.js';
import type { Precedences, RecordRow } from './records.js';

/** Stored instead of a goal number: marks a row that holds a session's client. */
export const CLIENT_NO = 4_294_967_295;

const COLUMNS = ['browser', 'device', 'platform_os', 'language', 'country'];

/** The first known value of each column, as told by events of an origin. */
export function clientSelect(origin: Origin): string {
  const told = `goal_no = ${CLIENT_NO} AND origin = '${origin}'`;
  return COLUMNS.map((column) => `argMaxIf(${column}, precedence, ${told}) AS ${origin}_${column}`).join(', ');
}

/**
 * The client of a session, of the columns of both origins: what public events told counts only as long as there is no
 * trusted visit.
 */
export const CLIENT_SEEN = COLUMNS.map((column) => {
  const told = `ifNull(trusted_${column}, public_${column})`;
  return `if(trusted_visits > 0 OR public_events = 0, trusted_${column}, ${told}) AS ${column}`;
}).join(', ');

export const CLIENT_COLUMNS = {
  browser: nullable(text),
  device: nullable(text),
  platformOs: nullable(text),
  language: nullable(text),
  country: nullable(text),
};
const FIELDS = Object.keys(CLIENT_COLUMNS) as (keyof Client)[];

/** Rows for the clients in the requests. No lookup is needed: readers take the first stored value of each column. */
export function clientRecords(
  projectId: ProjectId,
  requests: readonly RecordRequest[],
  precedences: Precedences,
): RecordRow[] {
  return ORIGINS.flatMap((origin) =>
    [...toldClients(requests, origin)].flatMap(([sessionId, client]) =>
      isKnown(client) ? [toClientRecord(projectId, sessionId, client, precedences[origin])] : [],
    ),
  );
}

/** Earlier requests win; later ones fill in missing fields. Only sessions with an event of the origin are included. */
function toldClients(requests: readonly RecordRequest[], origin: Origin): Map<SessionId, Client> {
  const told = new Map<SessionId, Client>();
  for (const { events, facts } of requests) {
    const ofOrigin = events.filter((event) => event.origin === origin);
    for (const sessionId of new Set(ofOrigin.map((event) => event.sessionId))) {
      const client = facts?.get(sessionId)?.client;
      if (client) told.set(sessionId, filledIn(told.get(sessionId) ?? UNKNOWN, client));
    }
  }
  return told;
}

/** The `event_id` encodes the client and cannot be an event's id, so the same client stored twice is one row. */
export function toClientRecord(
  project_id: ProjectId,
  session_id: SessionId,
  client: Client,
  precedence: string,
): RecordRow {
  const { platformOs: platform_os, ...columns } = client;
  return {
    project_id,
    session_id,
    event_id: ` ${JSON.stringify(FIELDS.map((field) => client[field]))}`,
    goal_no: CLIENT_NO,
    precedence,
    occurred_at: 0,
    platform_os,
    ...columns,
  } as RecordRow;
}
