import { type CompiledGoals, GoalCompiler } from '../../store/goals/matchers.js';
import type { Connection } from '../database/connection.js';
import { versionsInUse } from './goal-rows.js';

const compilers = new WeakMap<Connection, GoalCompiler<number>>();

/**
 * A project's compiled goals. They are recompiled only when the goals have changed. Call it inside the transaction that
 * stores the matches, so that both see the same goals.
 */
export function compiledGoals(connection: Connection, projectNo: number): CompiledGoals {
  let compiler = compilers.get(connection);
  if (!compiler) {
    compiler = new GoalCompiler();
    compilers.set(connection, compiler);
  }
  const { revision } = connection
    .statement<{ revision: number }, [number]>('SELECT goals_revision AS revision FROM projects WHERE project_no = ?')
    .get(projectNo)!;
  return compiler.compiled(projectNo, revision, () => versionsInUse(connection, projectNo));
}
