import { FEED_PART_CHANGES, type FeedChange } from '../../store/feed.js';
import type { GoalVersion } from '../../store/goals/versions.js';
import type { MetConversion } from '../conversions/conversions-among.js';

type Conversions = ReadonlyMap<string, MetConversion>;

/**
 * How the conversions `after` differ from those `before`, in parts. The changes of one event are in one part, the removed
 * ones first.
 */
export function differences(before: Conversions, after: Conversions, versions: readonly GoalVersion[]): FeedChange[][] {
  const goals = new Map(versions.map(({ no, type, key }) => [no, `${type}:${key}`]));
  const change = (kind: FeedChange['kind'], { sessionId, eventId, goalNo, occurredAt }: MetConversion): FeedChange => ({
    kind,
    id: `${sessionId}:${goals.get(goalNo)}:${eventId}`,
    sessionId,
    occurredAt,
  });
  const byEvent = new Map<string, FeedChange[]>();
  const note = (kind: FeedChange['kind'], conversions: Conversions, others: Conversions) => {
    for (const [key, conversion] of conversions) {
      if (others.has(key)) continue;
      const event = `${conversion.sessionId} ${conversion.eventId}`;
      byEvent.set(event, [...(byEvent.get(event) ?? []), change(kind, conversion)]);
    }
  };
  note('removed', before, after);
  note('made', after, before);
  const parts: FeedChange[][] = [];
  for (const changes of byEvent.values()) {
    const part = parts.at(-1);
    if (part && part.length < FEED_PART_CHANGES) part.push(...changes);
    else parts.push(changes);
  }
  return parts;
}
