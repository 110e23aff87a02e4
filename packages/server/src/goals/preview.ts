import type { Event } from '../model/event.js';
import type { Period } from '../model/period.js';
import { DAY_MS } from '../model/visitor.js';
import { timesOf } from '../period/times.js';
import type { GoalStore, PreviewQuery } from '../store/contract/goals.js';
import { PREVIEW_EXAMPLES_MAX } from '../store/contract/goals.js';
import { ruleWarnings } from './possible-rule.js';

/** Events that one preview examines, plus or minus one part: some seconds of CPU time. */
export const PREVIEW_EVENTS_MAX = 200_000;
/** Parts per preview. Sessions before the period are examined as well, and there may be many. */
const PARTS_MAX = 1000;

/** Days that a preview counts, the latest ones. Times of events are their producers' and may be centuries apart. */
export const PREVIEW_DAYS_MAX = 400;

/** The result of a preview. */
export interface Preview {
  /** Examined events: of the rule's type, in the period. */
  readonly examined: number;
  readonly matched: number;
  /** Sessions with a matching event. */
  readonly sessions: number;
  /** Matching events by day in the project's time zone, oldest first, without the days that have none. */
  readonly days: readonly PreviewDay[];
  readonly examples: readonly Event[];
  /** False when there were more events than a preview examines. In that case, the latest sessions were examined. */
  readonly isComplete: boolean;
}

export interface PreviewDay {
  readonly date: string;
  readonly matched: number;
}

/**
 * Matches a rule against stored events, part by part, so that other calls do not wait long. Stores nothing. `timeZone`: the IANA
 * name of the one in which days begin.
 */
export async function previewGoal(
  goals: Pick<GoalStore, 'preview'>,
  query: PreviewQuery,
  timeZone: string,
): Promise<Preview> {
  const found = { examined: 0, sessions: 0, examples: [] as Event[] };
  const times: number[] = [];
  const all = (isComplete: boolean): Preview => ({
    ...found,
    matched: times.length,
    days: daysOf(times, timeZone),
    isComplete,
  });
  let next: string | null = null;
  for (let parts = 0; parts < PARTS_MAX && found.examined < PREVIEW_EVENTS_MAX; parts++) {
    const part = await goals.preview(query, next);
    found.examined += part.examined;
    found.sessions += part.sessions;
    for (const at of part.matchedAt) times.push(at);
    found.examples.push(...part.examples.slice(0, PREVIEW_EXAMPLES_MAX - found.examples.length));
    next = part.next;
    if (next === null) return all(true);
  }
  return all(false);
}

function daysOf(times: readonly number[], timeZone: string): PreviewDay[] {
  const sorted = Float64Array.from(times).sort();
  const last = sorted.at(-1);
  if (last === undefined) return [];
  const from = Math.max(sorted[0]!, last - (PREVIEW_DAYS_MAX - 1) * DAY_MS);
  const { starts, labels } = timesOf('day', { from, until: last + 1 }, timeZone);
  const counts = starts.map(() => 0);
  let day = 0;
  for (const at of sorted) {
    while (day + 1 < starts.length && starts[day + 1]! <= at) day++;
    if (at >= starts[0]!) counts[day]!++;
  }
  return labels.flatMap((date, index) => (counts[index]! > 0 ? [{ date, matched: counts[index]! }] : []));
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
