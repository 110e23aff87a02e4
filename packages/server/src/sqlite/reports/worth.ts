import { type ValueFrom, valueFromOf } from '../../model/goal.js';
import { type Amount, amountIn } from '../../store/reports/amounts.js';
import { IS_PUBLIC } from '../rows/event-rows.js';
import type { LiveGoals } from './choose.js';
import type { Day } from './day.js';

/** What the conversions of a day are worth. */
export interface Worth {
  /** The different amounts; null first, for conversions without a value. */
  readonly amounts: readonly (Amount | null)[];
  /** For each conversion, the position of its amount. */
  readonly positions: Uint32Array;
}

const NOTHING = 0;
const CODES = { none: 0, goal: 1, event: 2, trusted_event: 3 } as const satisfies Record<ValueFrom, number>;

/** By the rule of each conversion's goal. */
export function worthOf({ conversions }: Day, live: LiveGoals): Worth {
  const goals = Math.max(0, ...live.keys()) + 1;
  const from = new Uint8Array(goals);
  const own = new Uint32Array(goals);
  const amounts: (Amount | null)[] = [null];
  for (const goal of live.values()) {
    from[goal.no] = CODES[valueFromOf(goal)];
    if (goal.value !== null) own[goal.no] = amounts.push(amountIn(`${goal.currency} ${goal.value}`)) - 1;
  }
  const needsEvents = from.some((code) => code >= CODES.event);
  const { texts, positions: ofEvent } = needsEvents ? conversions.money : NO_MONEY;
  const money = Uint32Array.from(texts, (text) => (text === null ? NOTHING : amounts.push(amountIn(text)) - 1));
  const { goalNo } = conversions;
  const isPublic = from.includes(CODES.trusted_event) ? conversions.isPublic : NONE_PUBLIC;
  const positions = new Uint32Array(conversions.count);
  for (let index = 0; index < positions.length; index++) {
    const goal = goalNo[index]!;
    const code = from[goal]!;
    if (code === CODES.goal) positions[index] = own[goal]!;
    else if (code === CODES.event || (code === CODES.trusted_event && isPublic[index] === IS_PUBLIC.trusted)) {
      positions[index] = money[ofEvent[index]!]!;
    }
  }
  return { amounts, positions };
}

const NO_MONEY: Day['conversions']['money'] = { texts: [], positions: new Uint32Array() };
const NONE_PUBLIC = new Uint8Array();
