import { crc32 } from 'node:zlib';
import type { ProjectId } from '../../model/ids.js';
import { boundsOf, CHECKED, type Stretch, type Totals, toMillionths } from '../../store/contents.js';
import type { Connection, Value } from '../database/connection.js';
import { projectNo } from '../projects/projects.js';
import { TYPE_NAME } from '../rows/event-rows.js';
import { urlIn } from '../rows/origins.js';
import { SESSIONS } from '../rows/session-columns.js';
import { movedVersions } from './goals.js';

/** Of one state of the data. */
export function contentsTotals(connection: Connection, projectId: ProjectId, stretch: Stretch): Totals {
  defineFunctions(connection);
  return connection.read(() => {
    const project = projectNo(connection, projectId)!;
    const { after, through } = boundsOf(stretch);
    const of = [project, after, through];
    return {
      ...eventTotals(connection, of),
      ...sessionTotals(connection, of),
      values: valueTotals(connection, of),
      conversions: conversionTotals(connection, project, of),
    };
  });
}

const OF_STRETCH = 'project_no = ? AND session_id > ? AND session_id <= ?';
const EVENTS = `FROM sessions CROSS JOIN events USING (session_no) WHERE ${OF_STRETCH}`;

function eventTotals(connection: Connection, of: Value[]) {
  const [visits, clicks, customEvents, checksum] = connection
    .arrays<[number, number, number, string]>(
      `SELECT count(iif(type = 'visit', 1, NULL)), count(iif(type = 'click', 1, NULL)),
         count(iif(type = 'event', 1, NULL)), ${checksumOf(CHECKED.event)}
       FROM (SELECT session_id, event_id, ${TYPE_NAME} AS type, occurred_at, ${urlIn('events')} AS url, title, referrer, text,
         href, element, name, value, currency, properties ${EVENTS})`,
    )
    .get(...of)!;
  return { visits, clicks, customEvents, eventsChecksum: BigInt(checksum) };
}

function sessionTotals(connection: Connection, of: Value[]) {
  const [sessions, checksum] = connection
    .arrays<[number, string]>(`SELECT count(*), ${checksumOf(CHECKED.session)} FROM ${SESSIONS} WHERE ${OF_STRETCH}`)
    .get(...of)!;
  return { sessions, sessionsChecksum: BigInt(checksum) };
}

function valueTotals(connection: Connection, of: Value[]): Totals['values'] {
  const rows = connection
    .arrays<[string, string]>(
      `SELECT coalesce(currency, ''), sum_decimals(value) ${EVENTS} AND value IS NOT NULL GROUP BY 1`,
    )
    .all(...of);
  return new Map(rows.map(([currency, sum]) => [currency, BigInt(sum)]));
}

function conversionTotals(connection: Connection, project: number, of: Value[]): Totals['conversions'] {
  const names = new Map(movedVersions(connection, project).map(({ goalNo, name }) => [goalNo, name]));
  const rows = connection
    .arrays<[number, number, string]>(
      `SELECT goal_no, count(*), ${checksumOf(CHECKED.conversion)} FROM conversions
       WHERE ${OF_STRETCH} AND goal_no IN (SELECT value FROM json_each(?)) GROUP BY goal_no`,
    )
    .all(...of, JSON.stringify([...names.keys()]));
  return new Map(rows.map(([no, count, checksum]) => [names.get(no)!, { count, checksum: BigInt(checksum) }]));
}

/** As a text: it may be more than JavaScript's numbers hold. */
function checksumOf(columns: readonly string[]): string {
  const lines = columns.map((column) => `coalesce('=' || ${column}, '') || char(10)`).join(' || ');
  return `CAST(coalesce(sum(crc32(${lines})), 0) AS TEXT)`;
}

const withFunctions = new WeakSet<Connection>();

/** What SQLite does not have. */
function defineFunctions(connection: Connection): void {
  if (withFunctions.has(connection)) return;
  withFunctions.add(connection);
  // SQLite takes a number for a REAL.
  connection.defineFunction('crc32', (text) => BigInt(crc32(text as string)));
  connection.defineAggregate('sum_decimals', {
    start: 0n,
    step: (sum: bigint, decimal) => sum + toMillionths(decimal as string),
    result: String,
  });
}
