import type { ProjectId } from '../../model/ids.js';
import { CHECKED, type Stretch, type Totals, toMillionths, versionName } from '../../store/contents.js';
import type { Cluster } from '../cluster/cluster.js';
import type { Parameters } from '../cluster/query-client.js';
import { type Column, integer, text } from '../cluster/rows.js';
import { goalParameters, metSql } from '../conversions/met.js';
import type { Catalogue } from '../projects/catalogue.js';
import { sessionsSql } from '../rows/session-rows.js';
import { movedVersions } from './goals.js';
import { FROM_FIRST_REPLICA, IN_STRETCH, rangeParameters } from './range.js';

export async function contentsTotals(
  cluster: Cluster,
  catalogue: Catalogue,
  projectId: ProjectId,
  stretch: Stretch,
): Promise<Totals> {
  const parameters = rangeParameters(projectId, stretch);
  const [events, sessions, values, conversions] = await Promise.all([
    eventTotals(cluster, parameters),
    sessionTotals(cluster, parameters),
    valueTotals(cluster, parameters),
    conversionTotals(cluster, catalogue, projectId, parameters),
  ]);
  return { ...events, ...sessions, values, conversions };
}

const EVENTS = `FROM records FINAL WHERE project_id = {projectId:String} AND goal_no = 0 AND ${IN_STRETCH}`;

async function eventTotals(cluster: Cluster, parameters: Parameters) {
  const [row] = await cluster.query({
    sql: `SELECT countIf(type = 'visit'), countIf(type = 'click'), countIf(type = 'event'),
      ${checksumOf(CHECKED.event)} ${EVENTS}`,
    parameters,
    columns: { visits: integer, clicks: integer, customEvents: integer, eventsChecksum: whole },
    settings: FROM_FIRST_REPLICA,
  });
  return row!;
}

async function sessionTotals(cluster: Cluster, parameters: Parameters) {
  const [row] = await cluster.query({
    sql: `SELECT count(), ${checksumOf(CHECKED.session)} FROM ${sessionsSql(IN_STRETCH)}`,
    parameters,
    columns: { sessions: integer, sessionsChecksum: whole },
    settings: FROM_FIRST_REPLICA,
  });
  return row!;
}

async function valueTotals(cluster: Cluster, parameters: Parameters): Promise<Totals['values']> {
  const rows = await cluster.query({
    sql: `SELECT ifNull(currency, '') AS of, toString(sum(toDecimal128(assumeNotNull(value), 6)))
      ${EVENTS} AND value IS NOT NULL GROUP BY of`,
    parameters,
    columns: { currency: text, sum: text },
    settings: FROM_FIRST_REPLICA,
  });
  return new Map(rows.map(({ currency, sum }) => [currency, toMillionths(sum)]));
}

async function conversionTotals(
  cluster: Cluster,
  catalogue: Catalogue,
  projectId: ProjectId,
  parameters: Parameters,
): Promise<Totals['conversions']> {
  const versions = await movedVersions(catalogue, projectId);
  const names = new Map(versions.map((version) => [version.no, versionName(version)]));
  const rows = await cluster.query({
    sql: `SELECT goal_no, count(), ${checksumOf(CHECKED.conversion)} FROM ${metSql(IN_STRETCH)} GROUP BY goal_no`,
    parameters: { ...parameters, ...goalParameters(versions) },
    columns: { no: integer, count: integer, checksum: whole },
    settings: FROM_FIRST_REPLICA,
  });
  return new Map(rows.map(({ no, count, checksum }) => [names.get(no)!, { count, checksum }]));
}

/** An integer of any size, sent as text. */
const whole: Column<bigint> = (value) => BigInt(text(value));

function checksumOf(columns: readonly string[]): string {
  const lines = columns.map((column) => `ifNull(concat('=', toString(${column})), ''), '\\n'`);
  return `toString(sum(CRC32(concat(${lines.join(', ')}))))`;
}
