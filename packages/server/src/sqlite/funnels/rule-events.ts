import type { FunnelQuestion } from '../../store/funnels/question.js';
import type { Connection } from '../database/connection.js';

/** Whether a step is a rule, and the sessions of the periods have too many events to match it. */
export function isTooMuchForRules(
  connection: Connection,
  project: number,
  { path, periods, ruleEventsMax }: Pick<FunnelQuestion, 'path' | 'periods' | 'ruleEventsMax'>,
): boolean {
  if (!path.steps.some((step) => 'typed' in step)) return false;
  const count = connection.arrays<[number], [number, number, number]>(
    `SELECT coalesce(sum(visits + clicks + custom_events), 0) FROM sessions
     WHERE project_no = ? AND started_at >= ? AND started_at < ?`,
  );
  const events = periods.reduce((sum, { from, until }) => sum + count.get(project, from, until)![0], 0);
  return events > ruleEventsMax;
}
