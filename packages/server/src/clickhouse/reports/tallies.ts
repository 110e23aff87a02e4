import type { GroupValue } from '../../model/report.js';
import { toMillionths } from '../../store/contents.js';
import { isOfConversion, keyOf } from '../../store/reports/groups.js';
import type { ReportQuery } from '../../store/reports/question.js';
import type { RowOf } from '../cluster/rows.js';
import type { COUNTED, ReportPlan } from './report-plan.js';
import type { Counted, Summed, Tally } from './tallied-figures.js';
import { CONVERSION, SESSION } from './units.js';

/** Counted units: the columns of `COUNTED`, and those of the groups of all queries. */
export interface CountedUnits extends RowOf<typeof COUNTED> {
  readonly [group: `group${number}`]: GroupValue;
}

/** What a query counted in a period, from the counts of all shards. No session is in two shards. */
export function tallyOf(plan: ReportPlan, query: ReportQuery, period: number, rows: readonly CountedUnits[]): Tally {
  const set = plan.setOf(query);
  const columns = plan.columns.positionsOf(query).map((position) => ({ position, ...plan.columns.all[position]! }));
  const ofSessions = columns.filter(({ group }) => !isOfConversion(group));
  const own = rows.filter((row) => row.set === set && row.period === period);
  const ofKind = (kind: number, of = columns) =>
    own
      .filter((row) => row.kind === kind)
      .map((row) => ({ ...row, group: of.map(({ position, toValue }) => toValue(row[`group${position}`]!, period)) }));
  const conversions = ofKind(CONVERSION);
  return {
    sessions: counted(ofKind(SESSION, ofSessions)),
    converted: counted(ofKind(plan.kinds.of(query))),
    conversions: counted(conversions),
    amounts: summed(conversions.filter(({ currency }) => currency !== '')),
  };
}

/** One entry for each group. */
function counted(rows: readonly Counted[]): Counted[] {
  return [...Map.groupBy(rows, ({ group }) => keyOf(group)).values()].map((same) => ({
    group: same[0]!.group,
    count: same.reduce((sum, { count }) => sum + count, 0),
  }));
}

type Row = CountedUnits & { readonly group: readonly GroupValue[] };

/** One entry for each group and currency. */
function summed(rows: readonly Row[]): Summed[] {
  return [...Map.groupBy(rows, ({ group, currency }) => keyOf([...group, currency])).values()].map((same) => ({
    group: same[0]!.group,
    currency: same[0]!.currency,
    sum: same.reduce((total, { sum }) => total + toMillionths(sum), 0n),
  }));
}
