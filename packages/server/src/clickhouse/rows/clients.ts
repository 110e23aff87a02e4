import { type Client, filledIn, isKnown, UNKNOWN } from '../../model/client.js';
import type { ProjectId, SessionId } from '../../model/ids.js';
import type { RecordRequest } from '../../store/group-commit.js';
import { nullable, text } from '../cluster/rows.js';
import type { RecordRow } from './records.js';

/** In the place of a goal's number: the row says what the client of its session is. */
export const CLIENT_NO = 4_294_967_295;

/** Of each column what was known first; the names are not those of the columns, which could then not be told apart. */
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

/** Rows for what the requests tell of clients. Nobody need look what is there: of each column the first stored counts. */
export function clientRecords(
  projectId: ProjectId,
  requests: readonly RecordRequest[],
  precedence: string,
): RecordRow[] {
  return [...toldClients(requests)].flatMap(([sessionId, client]) =>
    isKnown(client) ? [toClientRecord(projectId, sessionId, client, precedence)] : [],
  );
}

/** What an earlier request tells stays; a later one fills in what is missing. Only of sessions that have an event. */
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

/** The id is no event's, and another for what another client is: what is told twice is kept once. */
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
