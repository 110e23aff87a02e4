import { type ValueFrom, valueFromOf } from '../../model/goal.js';
import type { GoalVersion } from '../../store/goals/versions.js';
import type { Parameters } from '../cluster/query-client.js';
import type { EventColumn } from '../conversions/met.js';

/** What conversions are worth, as SQL over `goal_no`, `is_public` and `eventColumns`. */
export interface AmountsSql {
  readonly eventColumns: readonly EventColumn[];
  /** The empty text for nothing. */
  readonly currency: string;
  /** An exact decimal. */
  readonly amount: string;
  /** What `number` conversions of one goal and origin are worth. Their events told `amount` in all. */
  readonly amountOfAll: string;
  readonly parameters: Parameters;
}

/** No amount. Amounts have at most 12 digits and 6 decimals, which just fit 64 bits; sums have 128. */
export const NOTHING = 'toDecimal64(0, 6)';

/** The amount of each conversion by the rule of its goal, as `worthOf` in `conversion-details.ts` has it. */
export function amountsSql(versions: readonly GoalVersion[]): AmountsSql {
  const from = (...sources: ValueFrom[]) => versions.filter((version) => sources.includes(valueFromOf(version)));
  const own = from('goal').filter(({ value }) => value !== null);
  const told = from('event', 'trusted_event');
  const isTold = `(has({worthTold:Array(UInt32)}, goal_no) AND NOT (is_public AND has({worthTrusted:Array(UInt32)}, goal_no)))`;
  const ofGoal = (name: string) => `transform(goal_no, {worthOwn:Array(UInt32)}, {${name}:Array(String)}, '')`;
  const either = (ofEvent: string, name: string) =>
    told.length === 0 ? ofGoal(name) : `if(${isTold}, ifNull(toString(${ofEvent}), ''), ${ofGoal(name)})`;
  const value = either('value', 'worthValues');
  const ownOfAll = `toDecimal128(transform(goal_no, {worthOwn:Array(UInt32)}, {worthValues:Array(String)}, '0'), 6) * number`;
  return {
    eventColumns: told.length === 0 ? [] : ['value', 'currency'],
    currency: either('currency', 'worthCurrencies'),
    amount: `toDecimal64(if(${value} = '', '0', ${value}), 6)`,
    amountOfAll: told.length === 0 ? ownOfAll : `if(${isTold}, amount, ${ownOfAll})`,
    parameters: {
      worthOwn: own.map(({ no }) => no),
      worthValues: own.map(({ value }) => value!),
      worthCurrencies: own.map(({ currency }) => currency!),
      ...(told.length > 0 && {
        worthTold: told.map(({ no }) => no),
        worthTrusted: from('trusted_event').map(({ no }) => no),
      }),
    },
  };
}
