import type { GroupValue, ReportGroup } from '../../model/report.js';
import type { SessionText } from '../../model/session.js';
import type { ReportQuery } from '../../store/reports/question.js';
import { isTime } from '../../store/reports/tally.js';
import type { LiveGoals } from './choose.js';
import type { TextColumn } from './columns.js';
import type { Day } from './day.js';

/** The code of a group: of a session and a moment, or of one of its conversions. */
export type CodeOf = (session: number, conversion: number, at: number) => number;

/** Two codes of values as one number. No query has as many different values of one group. */
const CODES_MAX = 2 ** 26;

/** Numbers for the values of one group in all days. */
class ValueCodes {
  readonly #codes = new Map<GroupValue, number>();
  readonly #values: GroupValue[] = [];

  codeOf(value: GroupValue): number {
    let code = this.#codes.get(value);
    if (code === undefined) {
      code = this.#values.length;
      this.#codes.set(value, code);
      this.#values.push(value);
    }
    return code;
  }

  valueOf(code: number): GroupValue {
    return this.#values[code]!;
  }
}

/** Numbers for the groups of one query in one period, from 0: counting in an array is faster than by texts. */
export class GroupCodes {
  /** For two groups: the code of each pair of codes of values. */
  readonly #pairs = new Map<number, number>();
  readonly #ofPairs: number[] = [];
  readonly #groups: readonly { readonly group: ReportGroup; readonly values: ValueCodes }[];
  readonly #starts: readonly number[];
  readonly #live: LiveGoals;

  constructor(groupBy: readonly ReportGroup[], starts: ReportQuery['times'], period: number, live: LiveGoals) {
    this.#groups = groupBy.map((group) => ({ group, values: new ValueCodes() }));
    this.#starts = starts?.[period] ?? [];
    this.#live = live;
  }

  /** The codes of a day's sessions and conversions. */
  of(day: Day): CodeOf {
    const [one, other] = this.#groups.map(({ group, values }) => this.#reader(group, values, day));
    if (!one) return () => 0;
    if (!other) return one;
    return (session, conversion, at) =>
      this.#codeOfPair(one(session, conversion, at) * CODES_MAX + other(session, conversion, at));
  }

  #codeOfPair(pair: number): number {
    let code = this.#pairs.get(pair);
    if (code === undefined) {
      code = this.#ofPairs.length;
      this.#pairs.set(pair, code);
      this.#ofPairs.push(pair);
    }
    return code;
  }

  groupOf(code: number): GroupValue[] {
    const [one, other] = this.#groups;
    if (!one) return [];
    if (!other) return [one.values.valueOf(code)];
    const pair = this.#ofPairs[code]!;
    return [one.values.valueOf(Math.floor(pair / CODES_MAX)), other.values.valueOf(pair % CODES_MAX)];
  }

  #reader(group: ReportGroup, values: ValueCodes, { sessions, conversions }: Day): CodeOf {
    if (isTime(group)) return (_session, _conversion, at) => values.codeOf(positionIn(this.#starts, at));
    if (group === 'page') {
      const { positions } = conversions.page;
      const codes = codesOf(conversions.page, values);
      return (_session, conversion) => codes[positions[conversion]!]!;
    }
    if (group === 'goal' || group === 'type') {
      const property = group === 'goal' ? 'key' : 'type';
      const { goalNo } = conversions;
      const codes: number[] = [];
      for (const goal of this.#live.values()) codes[goal.no] = values.codeOf(goal[property]);
      return (_session, conversion) => codes[goalNo[conversion]!]!;
    }
    const column = sessions.text(group satisfies SessionText);
    const codes = codesOf(column, values);
    const { positions } = column;
    return (session) => codes[positions[session]!]!;
  }
}

function codesOf({ texts }: TextColumn, values: ValueCodes): Uint32Array {
  return Uint32Array.from(texts, (text) => values.codeOf(text));
}

/** The position of the last start that is not after the moment. */
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
