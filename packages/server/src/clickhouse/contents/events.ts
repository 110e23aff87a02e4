import { isKnown } from '../../model/client.js';
import { ORIGINS, type Origin } from '../../model/event.js';
import type { EventId, ProjectId, SessionId } from '../../model/ids.js';
import {
  type ClientsByOrigin,
  type EventContents,
  type EventPlace,
  type EventsPart,
  type Stretch,
  versionName,
} from '../../store/contents.js';
import { COLUMN_OF, EVENT_TEXTS } from '../../store/event-row.js';
import { ENTRY_COLUMNS, entryIn } from '../../store/session-row.js';
import type { Cluster } from '../cluster/cluster.js';
import type { Parameters } from '../cluster/query-client.js';
import { integer, text, textOf } from '../cluster/rows.js';
import type { Catalogue } from '../projects/catalogue.js';
import { CLIENT_COLUMNS, CLIENT_NO, clientSelect } from '../rows/clients.js';
import { EVENT_COLUMNS, EVENT_SELECT, eventIn } from '../rows/event-columns.js';
import { PARSED_ENTRY } from '../rows/session-rows.js';
import { movedVersions } from './goals.js';
import { FROM_FIRST_REPLICA, rangeParameters } from './range.js';

/** Limits of one part. `BYTES_MAX` limits the bytes of its texts. */
const EVENTS_MAX = 10_000;
const BYTES_MAX = 16_777_216;

const TEXTS = EVENT_TEXTS.map((text) => COLUMN_OF[text]).join(', ');

const PLACE = { sessionId: textOf<SessionId>(), eventId: textOf<EventId>() };

/**
 * Reads the keys of a part's events first. The queries after that read one range of the primary key and nothing else,
 * however long the session is.
 */
export async function contentsEvents(
  cluster: Cluster,
  catalogue: Catalogue,
  projectId: ProjectId,
  stretch: Stretch,
  after: EventPlace | null,
): Promise<EventsPart> {
  const begin = { ...rangeParameters(projectId, stretch), fromEvent: after?.eventId ?? '' };
  const from = after === null ? begin : { ...begin, after: after.sessionId };
  const { last, isCut } = await placesOf(cluster, from, after === null);
  if (!last) return { events: [], clients: new Map(), next: null };
  const range = {
    where: `${behind(after === null)} AND
      (session_id < {lastSession:String} OR session_id = {lastSession:String} AND event_id <= {lastEvent:String})`,
    parameters: { ...from, lastSession: last.sessionId, lastEvent: last.eventId },
  };
  const [events, clients] = await Promise.all([
    eventsOf(cluster, catalogue, projectId, range),
    clientsOf(cluster, range.parameters),
  ]);
  return { events, clients, next: isCut ? last : null };
}

/** The condition for what comes next: whole sessions, or the rest of a session and the sessions after it. */
function behind(isWhole: boolean): string {
  if (isWhole) return 'session_id > {after:String}';
  return '(session_id = {after:String} AND event_id > {fromEvent:String} OR session_id > {after:String})';
}

/** The last event of the part, and whether the stretch continues after it. */
async function placesOf(
  cluster: Cluster,
  parameters: Parameters,
  isWhole: boolean,
): Promise<{ last: EventPlace | undefined; isCut: boolean }> {
  const places = await cluster.query({
    sql: `SELECT session_id, event_id, byteSize(${TEXTS}) FROM records
      WHERE project_id = {projectId:String} AND goal_no = 0 AND ${behind(isWhole)} AND session_id <= {through:String}
      ORDER BY session_id, event_id LIMIT ${EVENTS_MAX + 1}`,
    parameters,
    columns: { ...PLACE, bytes: integer },
    settings: FROM_FIRST_REPLICA,
  });
  let bytes = 0;
  const full = places.findIndex((place) => {
    bytes += place.bytes;
    return bytes >= BYTES_MAX;
  });
  const size = Math.min(full === -1 ? places.length : full + 1, EVENTS_MAX);
  return { last: places[size - 1], isCut: size < places.length };
}

interface Range {
  readonly where: string;
  readonly parameters: Parameters;
}

/** A conversion belongs to its event only if both have the same precedence. */
async function eventsOf(
  cluster: Cluster,
  catalogue: Catalogue,
  projectId: ProjectId,
  { where, parameters }: Range,
): Promise<EventContents[]> {
  const versions = await movedVersions(catalogue, projectId);
  const names = new Map(versions.map((version) => [version.no, versionName(version)]));
  const [rows, conversions] = await Promise.all([
    cluster.query({
      sql: `SELECT ${EVENT_SELECT}, toString(precedence), ${ENTRY_COLUMNS.join(', ')}
        FROM records FINAL WHERE project_id = {projectId:String} AND goal_no = 0 AND ${where}
        ORDER BY session_id, event_id`,
      parameters,
      columns: { ...EVENT_COLUMNS, precedence: text, ...PARSED_ENTRY },
      settings: FROM_FIRST_REPLICA,
    }),
    cluster.query({
      sql: `SELECT session_id, event_id, toString(precedence), goal_no FROM records FINAL
        WHERE project_id = {projectId:String} AND goal_no IN {goalNos:Array(UInt32)} AND ${where}`,
      parameters: { ...parameters, goalNos: [...names.keys()] },
      columns: { ...PLACE, precedence: text, goalNo: integer },
      settings: FROM_FIRST_REPLICA,
    }),
  ]);
  const met = Map.groupBy(conversions, keyOf);
  return rows.map((row) => ({
    row: eventIn(row),
    entry: row.type === 'visit' ? entryIn(row) : null,
    met: (met.get(keyOf(row)) ?? []).map(({ goalNo }) => names.get(goalNo)!),
  }));
}

/** Neither id can contain a space. */
function keyOf({ sessionId, eventId, precedence }: EventPlace & { readonly precedence: string }): string {
  return `${sessionId} ${eventId} ${precedence}`;
}

async function clientsOf(cluster: Cluster, parameters: Parameters): Promise<Map<SessionId, ClientsByOrigin>> {
  const told = await Promise.all(ORIGINS.map((origin) => clientsToldBy(cluster, parameters, origin)));
  const clients = new Map<SessionId, ClientsByOrigin>();
  for (const { sessionId, origin, ...client } of told.flat()) {
    if (isKnown(client)) clients.set(sessionId, { ...clients.get(sessionId), [origin]: client });
  }
  return clients;
}

async function clientsToldBy(cluster: Cluster, parameters: Parameters, origin: Origin) {
  const rows = await cluster.query({
    sql: `SELECT session_id, ${clientSelect(origin)} FROM records FINAL
      WHERE project_id = {projectId:String} AND goal_no = ${CLIENT_NO}
        AND session_id >= {after:String} AND session_id <= {lastSession:String}
      GROUP BY session_id`,
    parameters,
    columns: { sessionId: textOf<SessionId>(), ...CLIENT_COLUMNS },
    settings: FROM_FIRST_REPLICA,
  });
  return rows.map((row) => ({ ...row, origin }));
}
