import { CONVERSION_GROUPS, type ConversionGroup } from '../../model/report.js';
import type { ReportQuery } from '../../store/reports/question.js';
import { UNKNOWN_TEXT } from '../rows/text-test.js';
import { NOTHING } from './amounts.js';

/** What a unit counts as. */
export const SESSION = 0;
export const CONVERSION = 1;
/** The first of the numbers for sessions that converted. */
const CONVERTED = 2;

/** A conversion in SQL, as a tuple. */
export const CONVERSION_TUPLE = [
  'goal_no',
  'type_no',
  'page',
  'occurred_at',
  'is_public',
  'currency',
  'amount',
] as const;
export type ConversionField = (typeof CONVERSION_TUPLE)[number];

/** The field of a conversion `c`. */
export function fieldOf(field: ConversionField): string {
  return `c.${CONVERSION_TUPLE.indexOf(field) + 1}`;
}

/** The columns of a unit, after its kind and its period. */
export const UNIT = ['at', 'goal_no', 'type_no', 'page', 'currency', 'amount'] as const;

const FIELD_OF = { goal: 'goal_no', type: 'type_no', page: 'page' } as const satisfies Record<ConversionGroup, string>;
/** The field of a unit that is not grouped by it. */
const ABSENT = { goal: 'toUInt32(0)', type: '0', page: UNKNOWN_TEXT } as const satisfies Record<
  ConversionGroup,
  string
>;

/**
 * The ways in which converted sessions are counted: each once in every combination of these groups of their conversions. The
 * first one counts each session once.
 */
export class ConvertedKinds {
  readonly #groups: readonly (readonly ConversionGroup[])[];

  constructor(queries: readonly ReportQuery[]) {
    const all = [[], ...queries.map(groupsOfConversion)];
    this.#groups = [...new Map(all.map((groups) => [groups.join(), groups])).values()];
  }

  /** The kind of unit that a query counts as converted sessions. */
  of(query: ReportQuery): number {
    const key = groupsOfConversion(query).join();
    return CONVERTED + this.#groups.findIndex((groups) => groups.join() === key);
  }

  /**
   * SQL for the units of a session in one period, all of which count as one: the session if it began in the period, its
   * conversions in the period, and for each kind the different groups of all its conversions. Needs the columns `started_at` and
   * `chosen` and the parameters `fromN` and `untilN` of the period.
   */
  unitsSql(period: number): string {
    const isIn = (at: string) => `${at} >= {from${period}:Int64} AND ${at} < {until${period}:Int64}`;
    const began = `[tuple(${SESSION}, ${period}, started_at, toUInt32(0), 0, ${UNKNOWN_TEXT}, '', ${NOTHING})]`;
    const happened = UNIT.map((field) => fieldOf(field === 'at' ? 'occurred_at' : field)).join(', ');
    const converted = this.#groups.map((groups, index) => convertedSql(CONVERTED + index, period, groups));
    return `if(${isIn('started_at')}, arrayConcat(${[began, ...converted].join(', ')}), []),
      arrayMap(c -> tuple(${CONVERSION}, ${period}, ${happened}), arrayFilter(c -> ${isIn(fieldOf('occurred_at'))}, chosen))`;
  }
}

function convertedSql(kind: number, period: number, groups: readonly ConversionGroup[]): string {
  const fields = CONVERSION_GROUPS.map((group) => (groups.includes(group) ? fieldOf(FIELD_OF[group]) : ABSENT[group]));
  const unit = `tuple(${kind}, ${period}, started_at, ${fields.join(', ')}, '', ${NOTHING})`;
  // Without groups, all are the same.
  return groups.length === 0 ? `if(empty(chosen), [], [${unit}])` : `arrayDistinct(arrayMap(c -> ${unit}, chosen))`;
}

/** In a fixed order. */
export function groupsOfConversion({ groupBy }: ReportQuery): ConversionGroup[] {
  return CONVERSION_GROUPS.filter((group) => groupBy.includes(group));
}
