import type { ConversionTest } from '../../model/session.js';
import type { GoalVersion } from '../../store/goals/versions.js';
import { allOf, type Restriction, textTest } from '../rows/text-test.js';

/** The columns of a conversion that a test is about. */
export type TestedColumn = 'goal_no' | 'occurred_at' | 'is_public' | 'page';

/**
 * SQL for a test of one conversion. `columnOf` names its columns, `name` begins the names of the parameters. A test that
 * restricts it to a period needs the parameters `from` and `until`.
 */
export function conversionTest(
  { goals, types, origin, page, inPeriod }: ConversionTest,
  versions: readonly GoalVersion[],
  name: string,
  columnOf: (column: TestedColumn) => string = (column) => column,
): Restriction {
  const nos = versions
    .filter(({ key, type }) => (!goals || goals.includes(key)) && (!types || types.includes(type)))
    .map(({ no }) => no);
  const at = columnOf('occurred_at');
  return allOf([
    ...(goals || types
      ? [{ sql: `has({${name}_nos:Array(UInt32)}, ${columnOf('goal_no')})`, parameters: { [`${name}_nos`]: nos } }]
      : []),
    ...(origin ? [{ sql: `${columnOf('is_public')} = ${origin === 'public' ? 1 : 0}`, parameters: {} }] : []),
    ...(inPeriod ? [{ sql: `${at} >= {from:Int64} AND ${at} < {until:Int64}`, parameters: {} }] : []),
    ...(page ? [textTest(columnOf('page'), `${name}_page`, page)] : []),
  ]);
}
