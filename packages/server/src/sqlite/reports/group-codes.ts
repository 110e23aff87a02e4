import type { GroupValue, ReportGroup } from '../../model/report.js';
import type { SessionText } from '../../model/session.js';
import type { GoalVersion } from '../../store/goals/versions.js';
import { goalPropertyOf, isOfConversion, isTime } from '../../store/reports/groups.js';
import type { ReportQuery } from '../../store/reports/question.js';
import type { LiveGoals } from './choose.js';
import { picked, type TextColumn } from './days/columns.js';
import type { Day } from './days/day.js';

/** For each session or conversion of a day, the code of its group. */
export type Codes = Uint32Array;

/** The moment that puts a conversion into a group of a time: its own, or the start of its session. */
export type Moment = 'start' | 'occurrence';

/** Two codes of values as one number. No query has as many different values of one group. */
const CODES_MAX = 2 ** 26;

/** Numbers for different values, from 0. */
class ValueCodes<Value> {
  readonly #codes = new Map<Value, number>();
  readonly #values: Value[] = [];

  get count(): number {
    return this.#values.length;
  }

  codeOf(value: Value): number {
    let code = this.#codes.get(value);
    if (code === undefined) {
      code = this.#values.length;
      this.#codes.set(value, code);
      this.#values.push(value);
    }
    return code;
  }

  valueOf(code: number): Value {
    return this.#values[code]!;
  }

  /** Undefined for a value that has no code. */
  find(value: Value): number | undefined {
    return this.#codes.get(value);
  }
}

/** The codes of the values of a table of sums with goals: of both as a pair, or of that which the query groups by. */
export class SumCodes {
  constructor(
    readonly ofValues: Float64Array,
    readonly ofGoals: Float64Array,
    readonly pairs: ValueCodes<number> | null,
  ) {}

  codeOf(value: number, goal: number): number {
    const sum = this.ofValues[value]! + this.ofGoals[goal]!;
    return this.pairs ? this.pairs.codeOf(sum) : sum;
  }

  /** For a query that does not group by goals. */
  codeOfValue(value: number): number {
    return this.ofValues[value]!;
  }
}

/**
 * Numbers for the groups of one query in one period, from 0: counting in an array is faster than by texts. All codes of a day
 * are made at once, group by group, in loops without calls.
 */
export class GroupCodes {
  readonly #groups: readonly { readonly group: ReportGroup; readonly values: ValueCodes<GroupValue> }[];
  /** For two groups: codes for the pairs of codes of values. */
  readonly #pairs = new ValueCodes<number>();
  readonly #starts: readonly number[];
  readonly #live: LiveGoals;

  constructor(groupBy: readonly ReportGroup[], starts: ReportQuery['times'], period: number, live: LiveGoals) {
    this.#groups = groupBy.map((group) => ({ group, values: new ValueCodes() }));
    this.#starts = starts?.[period] ?? [];
    this.#live = live;
  }

  /** All codes so far are below this. */
  get count(): number {
    const [one, other] = this.#groups;
    if (!one) return 1;
    return other ? this.#pairs.count : one.values.count;
  }

  groupOf(code: number): GroupValue[] {
    const [one, other] = this.#groups;
    if (!one) return [];
    if (!other) return [one.values.valueOf(code)];
    const pair = this.#pairs.valueOf(code);
    return [one.values.valueOf(Math.floor(pair / CODES_MAX)), other.values.valueOf(pair % CODES_MAX)];
  }

  /** The code of a group; undefined if it has none. */
  find(group: readonly GroupValue[]): number | undefined {
    const codes = this.#groups.map(({ values }, index) => values.find(group[index]!));
    const [one = 0, other] = codes;
    if (codes.includes(undefined)) return undefined;
    return other === undefined ? one : this.#pairs.find(one * CODES_MAX + other);
  }

  /** Only without groups of conversions. */
  ofSessions(day: Day): Codes {
    return this.#combined(day.sessions.count, (group, values) => this.#codesOfSessions(day, group, values));
  }

  ofConversions(day: Day, moment: Moment): Codes {
    return this.#combined(day.conversions.count, (group, values) => {
      if (isOfConversion(group)) return this.#codesOfConversions(day, group, values);
      if (isTime(group) && moment === 'occurrence') return this.#codesOfTimes(day.conversions.occurredAt, values);
      return picked(this.#codesOfSessions(day, group, values), day.conversions.session);
    });
  }

  /**
   * For a table of sums, the codes of its values with these goals. The values are those of the group that is not of goals, if
   * there is one.
   */
  ofSums(values: readonly GroupValue[], goals: readonly GoalVersion[]): SumCodes {
    const isPair = this.#groups.length > 1;
    const ofValues = new Float64Array(values.length);
    const ofGoals = new Float64Array(goals.length);
    for (const [index, { group, values: own }] of this.#groups.entries()) {
      const property = goalPropertyOf(group);
      const codes = property
        ? goals.map((goal) => own.codeOf(goal[property]))
        : this.#codesOfValues(values, group, own);
      const parts = property ? ofGoals : ofValues;
      const factor = isPair && index === 0 ? CODES_MAX : 1;
      for (let at = 0; at < parts.length; at++) parts[at]! += codes[at]! * factor;
    }
    return new SumCodes(ofValues, ofGoals, isPair ? this.#pairs : null);
  }

  #codesOfValues(values: readonly GroupValue[], group: ReportGroup, own: ValueCodes<GroupValue>): Codes {
    if (isTime(group)) return this.#codesOfTimes(Float64Array.from(values as readonly number[]), own);
    return codesOf(values, own);
  }

  #combined(count: number, codesOf: (group: ReportGroup, values: ValueCodes<GroupValue>) => Codes): Codes {
    const [one, other] = this.#groups.map(({ group, values }) => codesOf(group, values));
    if (!one) return new Uint32Array(count);
    if (!other) return one;
    for (let index = 0; index < count; index++) {
      one[index] = this.#pairs.codeOf(one[index]! * CODES_MAX + other[index]!);
    }
    return one;
  }

  #codesOfSessions({ sessions }: Day, group: ReportGroup, values: ValueCodes<GroupValue>): Codes {
    if (isTime(group)) return this.#codesOfTimes(sessions.startedAt, values);
    return codesOfTexts(sessions.text(group as SessionText), values);
  }

  #codesOfConversions({ conversions }: Day, group: ReportGroup, values: ValueCodes<GroupValue>): Codes {
    const property = goalPropertyOf(group);
    if (property === null) return codesOfTexts(conversions.page, values);
    const codes = new Uint32Array(Math.max(0, ...this.#live.keys()) + 1);
    for (const goal of this.#live.values()) codes[goal.no] = values.codeOf(goal[property]);
    return picked(codes, conversions.goalNo);
  }

  /** The last start that is not after each moment. Neighbours are mostly in the same time. */
  #codesOfTimes(moments: Float64Array, values: ValueCodes<GroupValue>): Codes {
    const starts = this.#starts;
    const codes = new Uint32Array(moments.length);
    let [from, until, code] = [0, 0, 0];
    for (let index = 0; index < moments.length; index++) {
      const at = moments[index]!;
      if (at < from || at >= until) {
        const position = positionIn(starts, at);
        from = starts[position] ?? Number.NEGATIVE_INFINITY;
        until = starts[position + 1] ?? Number.POSITIVE_INFINITY;
        code = values.codeOf(position);
      }
      codes[index] = code;
    }
    return codes;
  }
}

function codesOfTexts({ texts, positions }: TextColumn, values: ValueCodes<GroupValue>): Codes {
  return picked(codesOf(texts, values), positions);
}

function codesOf(texts: readonly GroupValue[], values: ValueCodes<GroupValue>): Codes {
  const codes = new Uint32Array(texts.length);
  for (let index = 0; index < codes.length; index++) codes[index] = values.codeOf(texts[index]!);
  return codes;
}

/** The position of the last start that is not after the moment; -1 before the first. */
function positionIn(starts: readonly number[], at: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (starts[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
