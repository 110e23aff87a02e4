import type { Event } from '../model/event.js';
import type { Period } from '../model/period.js';
import type { GoalStore, PreviewedRule } from '../store/store.js';
import { PREVIEW_EXAMPLES_MAX } from '../store/store.js';

/** Events that one preview examines, give or take a part's: some seconds of a processor. */
export const PREVIEW_EVENTS_MAX = 200_000;
/** Parts that one preview goes through: sessions before the period are looked at as well, and may be many. */
const PARTS_MAX = 1000;

/** What a rule would have matched. */
export interface Preview {
  /** Events of the rule's type and of the period that were held against it. */
  readonly examined: number;
  readonly matched: number;
  /** Sessions of which an event matched. */
  readonly sessions: number;
  readonly examples: readonly Event[];
  /** False when there was more than one preview examines; what was examined then is of the sessions that began last. */
  readonly isComplete: boolean;
}

/** Holds a rule against stored events, part after part, so that nothing else waits long. Stores nothing. */
export async function previewGoal(goals: Pick<GoalStore, 'preview'>, asked: PreviewedRule): Promise<Preview> {
  const found = { examined: 0, matched: 0, sessions: 0, examples: [] as Event[] };
  let next: string | null = null;
  for (let parts = 0; parts < PARTS_MAX && found.examined < PREVIEW_EVENTS_MAX; parts++) {
    const part = await goals.preview(asked, next);
    found.examined += part.examined;
    found.matched += part.matched;
    found.sessions += part.sessions;
    found.examples.push(...part.examples.slice(0, PREVIEW_EXAMPLES_MAX - found.examples.length));
    next = part.next;
    if (next === null) return { ...found, isComplete: true };
  }
  return { ...found, isComplete: false };
}

/** A rule that is met by more than this share of all events of its type is hardly meant, unless there are few. */
const BROAD_SHARE = 0.5;
const BROAD_EVENTS_MIN = 20;

const EVENT_NAMES = { url: 'visits', click: 'clicks', event: 'custom events' } as const;

/** What its owner should know before it becomes a goal. */
export function warningsOf({ examined, matched, isComplete }: Preview, { typed, period }: PreviewedRule): string[] {
  const things = EVENT_NAMES[typed.type];
  const warnings: string[] = [];
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
