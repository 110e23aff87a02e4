import { type ValueFrom, valueFromOf } from '../../model/goal.js';
import { IS_PUBLIC } from '../rows/event-rows.js';
import { type SplitAmount, splitAmountIn } from './amount-parts.js';
import type { LiveGoals } from './choose.js';
import type { Day } from './days/day.js';

/** What the conversions of a day are worth. */
export interface Worth {
  /** The different amounts; null first, for conversions without a value. */
  readonly amounts: readonly (SplitAmount | null)[];
  /** For each conversion, the position of its amount. */
  readonly positions: Uint32Array;
}

/** Where the worth of conversions comes from, by the number of their goal. */
export interface WorthRules {
  /** One of `WORTH_FROM`. */
  readonly from: Uint8Array;
  /** The goal's own amount; null without one. */
  readonly own: readonly (SplitAmount | null)[];
}

export const WORTH_FROM = { none: 0, goal: 1, event: 2, trusted_event: 3 } as const satisfies Record<ValueFrom, number>;
const NOTHING = 0;

export function worthRulesOf(live: LiveGoals): WorthRules {
  const goals = Math.max(0, ...live.keys()) + 1;
  const from = new Uint8Array(goals);
  const own = new Array<SplitAmount | null>(goals).fill(null);
  for (const goal of live.values()) {
    from[goal.no] = WORTH_FROM[valueFromOf(goal)];
    if (goal.value !== null) own[goal.no] = splitAmountIn(`${goal.currency} ${goal.value}`);
  }
  return { from, own };
}

/** By the rule of each conversion's goal. */
export function worthOf({ conversions }: Day, { from, own }: WorthRules): Worth {
  const amounts: (SplitAmount | null)[] = [null];
  const ofGoal = Uint32Array.from(own, (amount) => (amount === null ? NOTHING : amounts.push(amount) - 1));
  const needsEvents = from.some((code) => code >= WORTH_FROM.event);
  const { texts, positions: ofEvent } = needsEvents ? conversions.money : NO_MONEY;
  const money = Uint32Array.from(texts, (text) => (text === null ? NOTHING : amounts.push(splitAmountIn(text)) - 1));
  const { goalNo } = conversions;
  const isPublic = from.includes(WORTH_FROM.trusted_event) ? conversions.isPublic : NONE_PUBLIC;
  const positions = new Uint32Array(conversions.count);
  for (let index = 0; index < positions.length; index++) {
    const goal = goalNo[index]!;
    const code = from[goal]!;
    if (code === WORTH_FROM.goal) positions[index] = ofGoal[goal]!;
    else if (
      code === WORTH_FROM.event ||
      (code === WORTH_FROM.trusted_event && isPublic[index] === IS_PUBLIC.trusted)
    ) {
      positions[index] = money[ofEvent[index]!]!;
    }
  }
  return { amounts, positions };
}

const NO_MONEY: Day['conversions']['money'] = { texts: [], positions: new Uint32Array() };
const NONE_PUBLIC = new Uint8Array();
