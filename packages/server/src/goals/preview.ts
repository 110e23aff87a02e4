import type { Event } from '../model/event.js';
import type { Period } from '../model/period.js';
import type { GoalStore, PreviewQuery } from '../store/store.js';
import { PREVIEW_EXAMPLES_MAX } from '../store/store.js';
import { ruleWarnings } from './possible-rule.js';

/** Events that one preview examines, plus or minus one part: some seconds of CPU time. */
export const PREVIEW_EVENTS_MAX = 200_000;
/** Parts per preview. Sessions before the period are examined as well, and there may be many. */
const PARTS_MAX = 1000;

/** The result of a preview. */
export interface Preview {
  /** Examined events: of the rule's type, in the period. */
  readonly examined: number;
  readonly matched: number;
  /** Sessions with a matching event. */
  readonly sessions: number;
  readonly examples: readonly Event[];
  /** False when there were more events than a preview examines. In that case, the latest sessions were examined. */
  readonly isComplete: boolean;
}

/** Matches a rule against stored events, part by part, so that other calls do not wait long. Stores nothing. */
export async function previewGoal(goals: Pick<GoalStore, 'preview'>, query: PreviewQuery): Promise<Preview> {
  const found = { examined: 0, matched: 0, sessions: 0, examples: [] as Event[] };
  let next: string | null = null;
  for (let parts = 0; parts < PARTS_MAX && found.examined < PREVIEW_EVENTS_MAX; parts++) {
    const part = await goals.preview(query, next);
    found.examined += part.examined;
    found.matched += part.matched;
    found.sessions += part.sessions;
    found.examples.push(...part.examples.slice(0, PREVIEW_EXAMPLES_MAX - found.examples.length));
    next = part.next;
    if (next === null) return { ...found, isComplete: true };
  }
  return { ...found, isComplete: false };
}

/** A rule that matches a larger share of the events of its type is probably a mistake, unless there are few events. */
const BROAD_SHARE = 0.5;
const BROAD_EVENTS_MIN = 20;

const EVENT_NAMES = { url: 'visits', click: 'clicks', event: 'custom events' } as const;

/** Warnings for the owner before the rule becomes a goal. */
export function warningsOf({ examined, matched, isComplete }: Preview, { typed, period }: PreviewQuery): string[] {
  const things = EVENT_NAMES[typed.type];
  const warnings = ruleWarnings(typed).map(({ sentence }) => sentence);
  if (examined === 0 && isComplete) warnings.push(`There are no ${things} ${inPeriod(period)} to try the rule on.`);
  else if (examined > 0 && matched === 0)
    warnings.push(`The rule matches none of the ${examined} ${things} that were examined.`);
  else if (examined >= BROAD_EVENTS_MIN && matched / examined > BROAD_SHARE) {
    const share = Math.round((100 * matched) / examined);
    warnings.push(`The rule matches ${share} % of all ${things} that were examined; is it too broad?`);
  }
  if (!isComplete) {
    warnings.push(
      `Only ${examined} ${things} were examined, of the sessions that began last; shorten the period to see all.`,
    );
  }
  return warnings;
}

function inPeriod({ from, until }: Period): string {
  return from === null && until === null ? 'stored' : 'in the period';
}
