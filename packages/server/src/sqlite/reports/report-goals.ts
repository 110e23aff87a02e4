import type { ConversionChoice } from '../../model/report.js';
import type { GoalVersion } from '../../store/goals/versions.js';
import type { LiveGoals } from './choose.js';
import { type WorthRules, worthRulesOf } from './worth.js';

/** The goals of a report. */
export interface ReportGoals {
  readonly live: LiveGoals;
  /** Those whose conversions it is about. */
  readonly chosen: readonly GoalVersion[];
  readonly worth: WorthRules;
}

export function reportGoals(live: LiveGoals, { goals, types }: ConversionChoice): ReportGoals {
  const chosen = [...live.values()].filter(
    ({ key, type }) => (goals?.includes(key) ?? true) && (types?.includes(type) ?? true),
  );
  return { live, chosen, worth: worthRulesOf(live) };
}
