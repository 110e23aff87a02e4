import { SESSION_TEXTS } from '../../model/session.js';
import type { GoalVersion } from '../../store/goals/versions.js';
import { QUARTER_MS } from '../../store/reports/groups.js';
import type { Node } from '../cluster/node.js';
import type { Parameters, Settings } from '../cluster/query-client.js';
import { integer, text } from '../cluster/rows.js';
import { inSlice, LOWEST, type Slice } from '../rows/slices.js';
import { UNKNOWN_TEXT } from '../rows/text-test.js';
import { areAllCurrent, seenParameters, summariesOf, type Tables } from './fingerprints.js';

/** Sessions and conversions are counted by nothing, the quarter of an hour, the page of conversions, and each property of sessions. */
export const COUNTED_BY = ['', 'time', 'page', ...SESSION_TEXTS] as const;
export type CountedBy = (typeof COUNTED_BY)[number];

/** A slice of a project's sessions. */
interface ProjectSlice {
  readonly projectId: string;
  /** All that readers see. */
  readonly versions: readonly GoalVersion[];
  readonly slice: Slice;
}

/** What may be done with the sums of a slice. */
interface SumUp {
  /** Whether it had sums when the work was planned. */
  readonly hadSums: boolean;
  /** A slice of fewer sessions gets no sums. */
  readonly sessionsMin: number;
}

/** Whether each session of a slice has a current summary, and the slice its sums. Then there is nothing to do. */
export async function isSummedUp(node: Node, tables: Tables, of: ProjectSlice): Promise<boolean> {
  const { areSummarized, current, overlapping } = await stateOf(node, tables, of);
  return areSummarized === 1 && current === COUNTED_BY.length && overlapping === 1;
}

/**
 * Sums up a slice if each of its sessions has a current summary, and otherwise removes the sums that it had. Does nothing if
 * another process has cut these sessions differently in the meantime.
 */
export async function sumUp(
  node: Node,
  tables: Tables,
  of: ProjectSlice,
  { hadSums, sessionsMin }: SumUp,
): Promise<void> {
  const { areSummarized, sessions, bounds, overlapping } = await stateOf(node, tables, of);
  if (overlapping !== (hadSums ? 1 : 0)) return;
  const isBounded = bounds === boundsOf(of.slice).length;
  if (areSummarized === 1 && isBounded && sessions >= sessionsMin) {
    await node.command(insertSql(inSlice(of.slice).sql, tables), parametersOf(of), BLOCKS);
  } else if (hadSums) await removeSums(node, tables, of.projectId, of.slice);
}

/** The sessions whose ids are the bounds of a slice. If one was erased since the work was planned, its id would remain. */
function boundsOf({ from, until }: Slice): string[] {
  return [...new Set([from, until].map((bound) => bound.replace(LOWEST, '')))];
}

async function stateOf(node: Node, tables: Tables, of: ProjectSlice) {
  const { sql: where } = inSlice(of.slice);
  const summaries = summariesOf(where, tables);
  const [found] = await node.query({
    sql: `SELECT ${areAllCurrent(where, tables)}, (SELECT count() FROM ${summaries}),
        (
          SELECT uniqExact(session_id) FROM ${tables.records}
          WHERE project_id = {projectId:String} AND session_id IN {bounds:Array(String)}
        ),
        countIf(${IS_OF_SLICE} AND fingerprint = (SELECT sum(fingerprint) FROM ${summaries})), uniqExact(from_id)
      FROM ${tables.sums} FINAL WHERE ${OVERLAPS}`,
    parameters: { ...parametersOf(of), bounds: boundsOf(of.slice) },
    columns: { areSummarized: integer, sessions: integer, bounds: integer, current: integer, overlapping: integer },
  });
  return found!;
}

function parametersOf({ projectId, versions, slice }: ProjectSlice): Parameters {
  return { projectId, ...inSlice(slice).parameters, ...seenParameters(versions) };
}

const IS_OF_SLICE = 'from_id = {sliceFrom:String} AND until_id = {sliceUntil:String}';
const OVERLAPS = 'project_id = {projectId:String} AND from_id < {sliceUntil:String} AND until_id > {sliceFrom:String}';

/** Removes the sums of a slice. */
export async function removeSums(node: Node, tables: Tables, projectId: string, slice: Slice): Promise<void> {
  await node.command(`DELETE FROM ${tables.sums} WHERE project_id = {projectId:String} AND ${IS_OF_SLICE}`, {
    projectId,
    ...inSlice(slice).parameters,
  });
}

/** The slices that have sums, in order. Those of several processes may overlap. */
export function summedSlices(node: Node, { sums }: Tables, projectId: string): Promise<Slice[]> {
  return node.query({
    sql: `SELECT from_id, until_id FROM ${sums} FINAL
      WHERE project_id = {projectId:String} AND counted_by = '' ORDER BY from_id, until_id`,
    parameters: { projectId },
    columns: { from: text, until: text },
  });
}

/** The statement repeats each session for every key, with texts of up to some kilobytes. */
const BLOCKS: Settings = { max_block_size: 2048 };

const TEXT = 'Nullable(String)';
/** What a conversion is in the statement below. */
const CONVERSION = `tuple(CAST(page, '${TEXT}'), toUInt64(goal_no), is_public, occurred_at, ifNull(toString(currency), ''),
  toDecimal64(ifNull(toString(value), '0'), 6))`;
const GOAL = '(conversion.2 * 2 + conversion.3)';

/** What a session or a conversion at this time counts for, but for pages, as pairs of a key and a value. */
function countsFor(time: string): string {
  const values: Partial<Record<CountedBy, string>> = {
    '': UNKNOWN_TEXT,
    time: `toString(${time} - positiveModulo(${time}, ${QUARTER_MS}))`,
  };
  return COUNTED_BY.filter((key) => key !== 'page')
    .map((key) => `tuple('${key}', CAST(${values[key] ?? key}, '${TEXT}'))`)
    .join(', ');
}

function insertSql(where: string, tables: Tables): string {
  const fields = 'page, goal_no, is_public, occurred_at, currency, value';
  const sessions = `(
    SELECT session_id, started_at, ${SESSION_TEXTS.join(', ')},
      arrayMap((${fields}) -> ${CONVERSION}, ${fields.replaceAll(/\w+/g, 'met.$&')}) AS conversions,
      arraySort(arrayDistinct(arrayMap(conversion -> ${GOAL}, conversions))) AS all_goals
    FROM ${summariesOf(where, tables)}
  )`;
  const conversions = `(SELECT *, arrayJoin(conversions) AS conversion FROM ${sessions})`;
  const ofSession = `'' AS currency, count() AS number, toDecimal128(0, 6) AS amount`;
  const noGoal = 'toUInt64(0) AS goal_no, toUInt8(0) AS is_public';
  return `INSERT INTO ${tables.sums}
      (project_id, counted_by, from_id, until_id, fingerprint, sessions, first_at, last_at, began.value, began.goals, began.sessions,
       met.value, met.goal_no, met.is_public, met.currency, met.conversions, met.amount)
    WITH (
      SELECT tuple(sum(fingerprint), count(), min(first_at), max(last_at)) FROM ${summariesOf(where, tables)}
    ) AS of_all
    SELECT {projectId:String}, key, {sliceFrom:String}, {sliceUntil:String}, of_all.1, of_all.2, of_all.3, of_all.4,
      began.1, began.2, began.3, met.1, met.2, met.3, met.4, met.5, met.6
    FROM (
      SELECT key, groupArrayIf(tuple(text, goals, number), goal_no = 0) AS began,
        groupArrayIf(tuple(text, goal_no, is_public, currency, number, amount), goal_no > 0) AS met
      FROM (
        SELECT unit.1 AS key, unit.2 AS text, goals, ${noGoal}, ${ofSession}
        FROM (
          SELECT arrayJoin([${countsFor('started_at')}, tuple('page', ${UNKNOWN_TEXT})]) AS unit,
            if(unit.1 = 'page', [], all_goals) AS goals
          FROM ${sessions}
        )
        GROUP BY key, text, goals
        UNION ALL
        SELECT 'page' AS key, page AS text, goals, ${noGoal}, ${ofSession}
        FROM (
          SELECT conversion.1 AS page, arraySort(groupUniqArray(${GOAL})) AS goals FROM ${conversions} GROUP BY session_id, page
        )
        GROUP BY text, goals
        UNION ALL
        SELECT unit.1 AS key, unit.2 AS text, [] AS goals, conversion.2 AS goal_no, conversion.3 AS is_public, conversion.5 AS currency,
          count() AS number, sum(conversion.6) AS amount
        FROM (
          SELECT conversion, arrayJoin([${countsFor('conversion.4')}, tuple('page', conversion.1)]) AS unit FROM ${conversions}
        )
        GROUP BY key, text, goal_no, is_public, currency
      )
      GROUP BY key
    )`;
}
