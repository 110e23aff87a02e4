import type { Client } from '../../collect/client.js';
import type { ProjectId, SessionId } from '../../ids.js';
import type { RecordRequest } from '../group-commit.js';
import { inLists } from './any-of.js';
import type { Cluster } from './cluster.js';
import type { Lately } from './lately.js';
import { precedenceNow, type RecordRow } from './records.js';
import { nullable, text, textOf } from './rows.js';

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

/** Rows for what the requests tell of clients that is not known yet. */
export async function clientRecords(
  cluster: Cluster,
  lately: Lately,
  projectId: ProjectId,
  requests: readonly RecordRequest[],
): Promise<RecordRow[]> {
  const told = [...toldClients(requests)].filter(([sessionId, client]) => {
    const before = lately.clientOf(projectId, sessionId);
    return before === undefined || tellsMore(before, client);
  });
  if (told.length === 0) return [];
  const known = await knownClients(
    cluster,
    projectId,
    told.map(([sessionId]) => sessionId),
  );
  const precedence = precedenceNow();
  return told.flatMap(([sessionId, client]) => {
    const before = known.get(sessionId) ?? NOTHING_KNOWN;
    const after = filledIn(before, client);
    lately.noteClient(projectId, sessionId, after);
    return tellsMore(before, client) ? [toClientRecord(projectId, sessionId, after, precedence)] : [];
  });
}

const FIELDS = Object.keys(CLIENT_COLUMNS) as (keyof Client)[];
const NOTHING_KNOWN: Client = { browser: null, device: null, platformOs: null, language: null, country: null };

/** What an earlier request tells stays; a later one fills in what is missing. Only of sessions that have an event. */
function toldClients(requests: readonly RecordRequest[]): Map<SessionId, Client> {
  const told = new Map<SessionId, Client>();
  for (const { events, facts } of requests) {
    for (const sessionId of new Set(events.map((event) => event.sessionId))) {
      const client = facts?.get(sessionId)?.client;
      const before = told.get(sessionId);
      if (client) told.set(sessionId, before ? filledIn(before, client) : client);
    }
  }
  return told;
}

function filledIn(before: Client, client: Client): Client {
  return Object.fromEntries(FIELDS.map((field) => [field, before[field] ?? client[field]])) as unknown as Client;
}

function tellsMore(before: Client, client: Client): boolean {
  return FIELDS.some((field) => before[field] === null && client[field] !== null);
}

async function knownClients(
  cluster: Cluster,
  projectId: ProjectId,
  sessionIds: readonly SessionId[],
): Promise<Map<SessionId, Client>> {
  const rows = await Promise.all(
    inLists(sessionIds).map((some) =>
      cluster.ask({
        sql: `SELECT session_id, ${CLIENT_SELECT} FROM records
          WHERE project_id = {projectId:String} AND session_id IN {some:Array(String)} AND goal_no = ${CLIENT_NO}
          GROUP BY session_id`,
        parameters: { projectId, some },
        columns: { sessionId: textOf<SessionId>(), ...CLIENT_COLUMNS },
        settings: { optimize_skip_unused_shards: 1 },
      }),
    ),
  );
  return new Map(rows.flat().map(({ sessionId, ...client }) => [sessionId, client]));
}

/** No event has an empty id; the precedence keeps the rows of a session apart. */
export function toClientRecord(
  project_id: ProjectId,
  session_id: SessionId,
  { platformOs, ...client }: Client,
  precedence: string,
): RecordRow {
  return {
    project_id,
    session_id,
    event_id: ` ${precedence}`,
    goal_no: CLIENT_NO,
    precedence,
    occurred_at: 0,
    platform_os: platformOs,
    ...client,
  } as unknown as RecordRow;
}
