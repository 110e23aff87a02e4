import type { FunnelQuestion } from '../../store/funnels/question.js';
import type { FunnelSource } from './funnel-source.js';

/** Whether a step is a rule, and the sources together have too many events to match it. */
export async function isTooMuchForRules(
  sources: readonly FunnelSource[],
  { path, ruleEventsMax }: Pick<FunnelQuestion, 'path' | 'ruleEventsMax'>,
): Promise<boolean> {
  if (!path.steps.some((step) => 'typed' in step)) return false;
  const events = await Promise.all(sources.map((source) => source.countEvents()));
  return events.reduce((sum, count) => sum + count, 0) > ruleEventsMax;
}
