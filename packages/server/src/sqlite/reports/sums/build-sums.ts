import type { GroupValue } from '../../../model/report.js';
import { SESSION_TEXTS, type SessionText } from '../../../model/session.js';
import { EXACT_ADDITIONS } from '../amount-parts.js';
import { picked } from '../days/columns.js';
import type { Day } from '../days/day.js';
import { countPairs } from './count-pairs.js';
import type { EncodedSums } from './day-sums.js';
import { GoalSetsBuilder } from './goal-sets.js';
import { MoneySummer } from './money-summer.js';
import { encodeTable, TIME_SUMS } from './sum-table.js';

/** What some sessions and conversions have: positions in a list of values. */
interface Valued {
  readonly values: readonly GroupValue[];
  /** For each session its value and the set of its goals. */
  readonly sessions: { readonly value: Uint32Array; readonly set: Uint32Array };
  /** For each conversion its value. */
  readonly conversions: Uint32Array;
}

/** Sums a day up by everything that reports may ask for. Null if the day has too many conversions for exact sums. */
export function sumsOf(day: Day): EncodedSums | null {
  const { sessions, conversions } = day;
  if (conversions.count > EXACT_ADDITIONS) return null;
  const sets = new GoalSetsBuilder();
  const set = setsOfSessions(day, sets);
  const money = new MoneySummer(day);
  const table = ({ values, ...of }: Valued): Uint8Array => {
    const { first, second, count } = countPairs(of.sessions.value, of.sessions.set);
    const counted = countPairs(of.conversions, conversions.goalNo);
    return encodeTable({
      values,
      sessions: { value: first, set: second, count },
      conversions: { value: counted.first, goalNo: counted.second, count: counted.count },
      currencies: money.currencies,
      money: money.by(of.conversions),
    });
  };
  const byText = SESSION_TEXTS.map((name) => {
    const { texts, positions: value } = sessions.text(name);
    return [
      `sums_${name}`,
      table({ values: texts, sessions: { value, set }, conversions: picked(value, conversions.session) }),
    ];
  });
  return {
    sums_all: table({
      values: [null],
      sessions: { value: new Uint32Array(sessions.count), set },
      conversions: new Uint32Array(conversions.count),
    }),
    sums_hours: table(byTime(day, set, TIME_SUMS.hours)),
    sums_quarters: table(byTime(day, set, TIME_SUMS.quarters)),
    sums_page: table({
      values: conversions.page.texts,
      sessions: setsOfPages(day, sets),
      conversions: conversions.page.positions,
    }),
    ...(Object.fromEntries(byText) as Record<`sums_${SessionText}`, Uint8Array>),
    // Last, because the pages add sets.
    goal_sets: sets.bytes(),
  };
}

function byTime({ sessions, conversions }: Day, set: Uint32Array, timeMs: number): Valued {
  const positionOf = new Map<number, number>();
  const times = (moments: Float64Array) =>
    Uint32Array.from(moments, (at) => {
      const start = Math.floor(at / timeMs) * timeMs;
      let position = positionOf.get(start);
      if (position === undefined) {
        position = positionOf.size;
        positionOf.set(start, position);
      }
      return position;
    });
  const [value, ofConversions] = [times(sessions.startedAt), times(conversions.occurredAt)];
  return { values: [...positionOf.keys()], sessions: { value, set }, conversions: ofConversions };
}

/** For each session, the set of the goals on which it converted. */
function setsOfSessions({ sessions, conversions }: Day, sets: GoalSetsBuilder): Uint32Array {
  const { session, goalNo, count } = conversions;
  const codes = new Uint32Array(sessions.count).fill(sets.codeOf(new Set()));
  for (let index = 0; index < count; ) {
    const goals = new Set<number>();
    const own = session[index]!;
    for (; index < count && session[index] === own; index++) goals.add(goalNo[index]!);
    codes[own] = sets.codeOf(goals);
  }
  return codes;
}

/** For each session and page on which it converted, the set of the goals. */
function setsOfPages({ conversions }: Day, sets: GoalSetsBuilder): Valued['sessions'] {
  const { session, goalNo, page, count } = conversions;
  const value: number[] = [];
  const set: number[] = [];
  for (let index = 0; index < count; ) {
    const goalsOf = new Map<number, Set<number>>();
    const own = session[index]!;
    for (; index < count && session[index] === own; index++) {
      const goals = goalsOf.get(page.positions[index]!);
      if (goals) goals.add(goalNo[index]!);
      else goalsOf.set(page.positions[index]!, new Set([goalNo[index]!]));
    }
    for (const [position, goals] of goalsOf) {
      value.push(position);
      set.push(sets.codeOf(goals));
    }
  }
  return { value: Uint32Array.from(value), set: Uint32Array.from(set) };
}
