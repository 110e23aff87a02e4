import { parseGoal } from '#goalpost/goals/definition.js';
import type { Event } from '#goalpost/model/event.js';
import type { GoalDefinition } from '#goalpost/model/goal.js';
import type { EventId, SessionId } from '#goalpost/model/ids.js';
import type { Fault } from '#goalpost/validation/faults.js';
import vectors from '../vectors/matching.json' with { type: 'json' };

/** An event in the import format, without its session. */
export interface EventLine {
  readonly type: string;
  readonly at: string;
}

export interface MatchingCase {
  readonly title: string;
  readonly goal: { readonly type: string; readonly rule: unknown };
  readonly event: EventLine;
  readonly matches: boolean;
}

export interface RefusedRule {
  readonly title: string;
  readonly goal: { readonly type: string; readonly rule: unknown };
  readonly faults: readonly Fault[];
}

export const matchingCases: readonly MatchingCase[] = vectors.cases;
export const refusedRules: readonly RefusedRule[] = vectors.refused;

/** The goal of a case, as a definition whose key is `key`. */
export function toGoal({ goal }: MatchingCase, key = 'goal'): GoalDefinition {
  const parsed = parseGoal({ key, name: 'Goal', ...goal });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.goal;
}

/** The event that an import makes of such a line. */
export function toEvent({ at, ...line }: EventLine): Event {
  const absent = {
    visit: { title: null, referrer: null },
    click: { url: null, text: null, href: null, element: [] },
    event: { url: null, value: null, currency: null, properties: {} },
  };
  const known = absent[line.type as Event['type']];
  return {
    sessionId: 's1' as SessionId,
    id: 'e1' as EventId,
    at: Date.parse(at),
    origin: 'trusted',
    ...known,
    ...line,
  } as Event;
}
