import { type Client, filledIn, isKnown, UNKNOWN } from '../../model/client.js';
import type { ProjectId, SessionId } from '../../model/ids.js';
import type { RecordRequest } from '../../store/group-commit.js';
import { nullable, text } from '../cluster/rows.js';
import type { RecordRow } from './records.js';

/** Stored instead of a goal number: marks a row that holds a session's client. */
export const CLIENT_NO = 4_294_967_295;

/** The first known value of each column. The aliases differ from the column names to avoid ambiguity. */
export const CLIENT_SELECT = ['browser', 'device', 'platform_os', 'language', 'country']
  .map((column) => `argMaxIf(${column}, precedence, goal_no = ${CLIENT_NO}) AS known_${column}`)
  .join(', ');

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
  precedence: string,
): RecordRow[] {
  return [...toldClients(requests)].flatMap(([sessionId, client]) =>
    isKnown(client) ? [toClientRecord(projectId, sessionId, client, precedence)] : [],
  );
}

/** Earlier requests win; later ones fill in missing fields. Only sessions that have an event are included. */
function toldClients(requests: readonly RecordRequest[]): Map<SessionId, Client> {
  const told = new Map<SessionId, Client>();
  for (const { events, facts } of requests) {
    for (const sessionId of new Set(events.map((event) => event.sessionId))) {
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
