import { crc32 } from 'node:zlib';
import type { ProjectId } from '../../model/ids.js';
import { boundsOf, CHECKED, type Stretch, type Totals, toMillionths } from '../../store/contents.js';
import type { Connection } from '../database/connection.js';
import { projectNo } from '../projects/projects.js';
import { eventColumns } from '../rows/event-rows.js';
import { SESSIONS } from '../rows/session-columns.js';
import { movedVersions } from './goals.js';

/** Computes all totals from one snapshot of the data. */
export function contentsTotals(connection: Connection, projectId: ProjectId, stretch: Stretch): Totals {
  defineFunctions(connection);
  return connection.read(() => {
    const project = projectNo(connection, projectId)!;
    const { after, through } = boundsOf(stretch);
    const of: OfStretch = [project, after, through];
    return {
      ...eventTotals(connection, of),
      ...sessionTotals(connection, of),
      values: valueTotals(connection, of),
      conversions: conversionTotals(connection, project, of),
    };
  });
}

type OfStretch = [project: number, after: string, through: string];
const OF_STRETCH = 'project_no = ? AND session_id > ? AND session_id <= ?';
const EVENTS = `FROM sessions CROSS JOIN events USING (session_no) WHERE ${OF_STRETCH}`;

function eventTotals(connection: Connection, of: OfStretch) {
  const [visits, clicks, customEvents, checksum] = connection
    .arrays<[number, number, number, string], OfStretch>(
      `SELECT count(iif(type = 'visit', 1, NULL)), count(iif(type = 'click', 1, NULL)),
         count(iif(type = 'event', 1, NULL)), ${checksumOf(CHECKED.event)}
       FROM (SELECT session_id, ${eventColumns('events', 'columns')} ${EVENTS})`,
    )
    .get(...of)!;
  return { visits, clicks, customEvents, eventsChecksum: BigInt(checksum) };
}

function sessionTotals(connection: Connection, of: OfStretch) {
  const [sessions, checksum] = connection
    .arrays<[number, string], OfStretch>(
      `SELECT count(*), ${checksumOf(CHECKED.session)} FROM ${SESSIONS} WHERE ${OF_STRETCH}`,
    )
    .get(...of)!;
  return { sessions, sessionsChecksum: BigInt(checksum) };
}

function valueTotals(connection: Connection, of: OfStretch): Totals['values'] {
  const rows = connection
    .arrays<[string, string], OfStretch>(
      `SELECT coalesce(currency, ''), sum_decimals(value) ${EVENTS} AND value IS NOT NULL GROUP BY 1`,
    )
    .all(...of);
  return new Map(rows.map(([currency, sum]) => [currency, BigInt(sum)]));
}

function conversionTotals(connection: Connection, project: number, of: OfStretch): Totals['conversions'] {
  const names = new Map(movedVersions(connection, project).map(({ goalNo, name }) => [goalNo, name]));
  const rows = connection
    .arrays<[number, number, string], [...OfStretch, string]>(
      `SELECT goal_no, count(*), ${checksumOf(CHECKED.conversion)} FROM conversions
       WHERE ${OF_STRETCH} AND goal_no IN (SELECT value FROM json_each(?)) GROUP BY goal_no`,
    )
    .all(...of, JSON.stringify([...names.keys()]));
  return new Map(rows.map(([no, count, checksum]) => [names.get(no)!, { count, checksum: BigInt(checksum) }]));
}

/** Returned as text, because it may exceed JavaScript's safe integers. */
function checksumOf(columns: readonly string[]): string {
  const lines = columns.map((column) => `coalesce('=' || ${column}, '') || char(10)`).join(' || ');
  return `CAST(coalesce(sum(crc32(${lines})), 0) AS TEXT)`;
}

const withFunctions = new WeakSet<Connection>();

/** Defines SQL functions that SQLite lacks. */
function defineFunctions(connection: Connection): void {
  if (withFunctions.has(connection)) return;
  withFunctions.add(connection);
  // A BigInt, because SQLite would store a number as REAL.
  connection.defineFunction('crc32', (text) => BigInt(crc32(text as string)));
  connection.defineAggregate('sum_decimals', {
    start: 0n,
    step: (sum: bigint, decimal) => sum + toMillionths(decimal as string),
    result: String,
  });
}
