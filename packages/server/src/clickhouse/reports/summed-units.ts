import type { ReportQuery } from '../../store/reports/question.js';
import type { TestedColumn } from '../conversions/conversion-test.js';
import type { CountedBy } from '../summaries/sum-up.js';
import { NOTHING } from './amounts.js';
import type { ConvertedKinds } from './units.js';
import { CONVERSION, groupsOfConversion, SESSION } from './units.js';

/** SQL for what counts in the sums of a report, whatever the query. */
export interface CountedSums {
  /** A SELECT of sums, each with the `period` in which they lie. */
  readonly sums: string;
  /** Whether a conversion counts. `columnOf` names its columns. */
  readonly isChosen: (columnOf: (column: TestedColumn) => string) => string;
  /** The number of the type of the goal `goal_no`. */
  readonly type: string;
  /** What conversions of the columns `met` are worth. */
  readonly currency: string;
  readonly amount: string;
  readonly kinds: ConvertedKinds;
}

const NO_GOAL = 'toUInt32(0)';
/** What a `goal` of a set is made of. */
const GOAL_OF: Partial<Record<TestedColumn, string>> = { goal_no: 'toUInt32(intDiv(goal, 2))', is_public: 'goal % 2' };

/** The fields of a unit. It stands for `number` equal ones, and `amount` is that of all. */
const UNIT = ['kind', 'value', 'goal_no', 'type_no', 'currency', 'amount', 'number', 'is_public'];

/** A SELECT of the units that a query counts, over the sums by its key, with their `period` and the columns of `UNIT`. */
export function summedUnits(query: ReportQuery, key: CountedBy, from: CountedSums): string {
  const units = `arrayConcat(${sessions(query, key, from)}, ${conversions(from)})`;
  return `(
    SELECT period, ${UNIT.map((field, index) => `unit.${index + 1} AS ${field}`).join(', ')}
    FROM (SELECT period, arrayJoin(${units}) AS unit FROM (${from.sums} AND counted_by = '${key}'))
  )`;
}

/** Sessions, and those that converted: once for each different group of their chosen conversions. */
function sessions(query: ReportQuery, key: CountedBy, { isChosen, type, kinds }: CountedSums): string {
  const groups = groupsOfConversion(query);
  const unit = (kind: number, goalNo: string, typeNo: string) =>
    `tuple(${kind}, value, ${goalNo}, ${typeNo}, '', ${NOTHING}, number, 0)`;
  // By page, all sessions are counted beside those that converted on one.
  const isSession = key === 'page' ? 'empty(goals)' : 'true';
  const session = unit(SESSION, NO_GOAL, '0');
  const converted = unit(
    kinds.of(query),
    groups.includes('goal') ? 'goal_no' : NO_GOAL,
    groups.includes('type') ? type : '0',
  );
  const chosen = `arrayMap(goal -> ${GOAL_OF.goal_no}, arrayFilter(goal -> ${isChosen((column) => GOAL_OF[column]!)}, goals))`;
  return `arrayFlatten(arrayMap((value, goals, number) -> arrayConcat(
      if(${isSession}, [${session}], []), arrayDistinct(arrayMap(goal_no -> ${converted}, ${chosen}))
    ), began.value, began.goals, began.sessions))`;
}

function conversions({ isChosen, type, currency, amount }: CountedSums): string {
  const columns = ['value', 'goal_no', 'is_public', 'currency', 'conversions', 'amount'];
  return `arrayFilter(unit -> ${isChosen((column) => `unit.${UNIT.indexOf(column) + 1}`)}, arrayMap(
      (value, goal_no, is_public, currency, number, amount) ->
        tuple(${CONVERSION}, value, goal_no, ${type}, ${currency}, ${amount}, number, is_public),
      ${columns.map((column) => `met.${column}`).join(', ')}
    ))`;
}
