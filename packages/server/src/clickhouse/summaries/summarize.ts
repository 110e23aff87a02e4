import { SESSION_TEXTS } from '../../model/session.js';
import type { GoalVersion } from '../../store/goals/versions.js';
import type { Node } from '../cluster/node.js';
import type { Parameters, Settings } from '../cluster/query-client.js';
import { integer } from '../cluster/rows.js';
import { goalParameters } from '../conversions/met.js';
import { metOnUrlsSql, oddAddresses, pathSql } from '../conversions/page-paths.js';
import { sessionsSql } from '../rows/session-rows.js';
import { entryColumnsIn } from '../rows/session-test.js';
import { inSlice, type Slice } from '../rows/slices.js';
import { changedSessions, seenParameters, summariesOf, type Tables } from './fingerprints.js';

/** What a summary holds of each conversion. */
export const SUMMARY_FIELDS = ['goal_no', 'occurred_at', 'is_public', 'page', 'value', 'currency'] as const;

/** Groups by sessions and events in the order in which they lie. */
export const IN_ORDER: Settings = { optimize_aggregation_in_order: 1 };

/** Some sessions of a project. */
export interface Summarized {
  readonly projectId: string;
  /** All that readers see. */
  readonly versions: readonly GoalVersion[];
  readonly slice: Slice;
  /** Sessions with events from this time on, in ms since 1970, may go on. */
  readonly before: number;
}

/**
 * Makes the summaries of sessions that are over and have none. Removes those of sessions that are gone: one that is erased
 * while its summary is made would leave it behind.
 */
export async function summarize(node: Node, tables: Tables, of: Summarized): Promise<void> {
  const parameters = parametersOf(of);
  const where = inSlice(of.slice).sql;
  const over = `${changedSessions(where, tables)} AND last_at < {before:Int64} AND ${areReadable(tables)}`;
  const gone = `session_id NOT IN (SELECT session_id FROM ${tables.records} WHERE project_id = {projectId:String} AND ${where})`;
  const [found] = await node.query({
    sql: `SELECT (SELECT count() FROM (${over})), (SELECT count() FROM ${summariesOf(where, tables)} AND ${gone})`,
    parameters,
    columns: { over: integer, gone: integer },
    settings: IN_ORDER,
  });
  if (found!.over > 0) await insert(node, tables, over, where, parameters, of.versions);
  if (found!.gone > 0) {
    await node.command(
      `DELETE FROM ${tables.summaries} WHERE project_id = {projectId:String} AND ${where} AND ${gone}`,
      parameters,
    );
  }
}

async function insert(
  node: Node,
  tables: Tables,
  over: string,
  slice: string,
  parameters: Parameters,
  versions: readonly GoalVersion[],
): Promise<void> {
  const where = `${slice} AND session_id IN (SELECT session_id FROM (${over}))`;
  const met = metOnUrlsSql(where, ['value', 'currency'], tables.records);
  const all = { ...parameters, ...goalParameters(versions) };
  const odd = await node.query({ ...oddAddresses(met, all), settings: IN_ORDER });
  const path = pathSql(odd.map(({ address }) => address));
  const fields = SUMMARY_FIELDS.map((field) => (field === 'page' ? path.sql : field));
  const own = ['public_events > 0', 'trusted_events > 0', ...SESSION_TEXTS];
  const columns = ['public_events', 'trusted_events', ...SESSION_TEXTS];
  await node.command(
    `INSERT INTO ${tables.summaries} (project_id, session_id, fingerprint, first_at, last_at, started_at, ${columns.join(', ')},
       ${SUMMARY_FIELDS.map((field) => `met.${field}`).join(', ')})
     SELECT {projectId:String}, over.session_id, over.fingerprint, over.first_at, over.last_at, sessions.started_at,
       ${own.map((column) => `sessions.${column}`).join(', ')},
       ${SUMMARY_FIELDS.map((_field, index) => `met.conversions.${index + 1}`).join(', ')}
     FROM (${over}) AS over
     JOIN ${sessionsSql(where, entryColumnsIn(SESSION_TEXTS), tables.records)} AS sessions ON over.session_id = sessions.session_id
     LEFT JOIN (SELECT session_id, groupArray(tuple(${fields.join(', ')})) AS conversions FROM ${met} GROUP BY session_id) AS met
       ON over.session_id = met.session_id`,
    { ...all, ...path.parameters },
    IN_ORDER,
  );
}

/**
 * Whether a fingerprint says what was read: a statement reads one state of the records, as it does by default since ClickHouse
 * 25.12, and no sources are being renamed, which changes no fingerprint.
 */
function areReadable({ records }: Tables): string {
  return `(SELECT count() FROM system.settings WHERE name = 'enable_shared_storage_snapshot_in_query' AND value = '1') > 0
    AND (SELECT count() FROM system.mutations
      WHERE database = currentDatabase() AND table = '${records}' AND NOT is_done AND position(command, 'UPDATE source') > 0) = 0`;
}

function parametersOf({ projectId, versions, slice, before }: Summarized): Parameters {
  return { projectId, before, ...inSlice(slice).parameters, ...seenParameters(versions) };
}
