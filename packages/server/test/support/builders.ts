import type { ChainElement, Click, CustomEvent, Origin, Visit } from '#goalpost/model/event.js';
import type { GoalDefinition, TypedRule, ValueFrom } from '#goalpost/model/goal.js';
import type { EventId, GoalKey, ProjectId, SessionId, TokenId } from '#goalpost/model/ids.js';
import { PROJECT_DEFAULTS, type Project } from '#goalpost/model/project.js';
import type { Token } from '#goalpost/model/token.js';

// Each builder creates a valid object; a test sets only the fields that matter to it. Times are milliseconds since
// 1970.

/** 2026-01-03T10:00:00Z */
export const T0 = 1_767_434_400_000;

export function project(changes: Partial<Omit<Project, 'id'>> & { id?: string } = {}): Project {
  const { id = 'p1', ...rest } = changes;
  return {
    id: id as ProjectId,
    name: 'Shop',
    timeZone: 'UTC',
    siteKey: `site-${id}`,
    visitorKey: '00'.repeat(32),
    allowedOrigins: [],
    ...PROJECT_DEFAULTS,
    createdAt: T0,
    ...rest,
  };
}

export function token(
  changes: Partial<Omit<Token, 'id' | 'projectId'>> & { id?: string; projectId?: string } = {},
): Token {
  const { id = 't1', projectId = 'p1', ...rest } = changes;
  return {
    id: id as TokenId,
    projectId: projectId as ProjectId,
    name: null,
    secretHash: 'ab'.repeat(32),
    abilities: ['conversions:read'],
    rateLimit: 60,
    createdAt: T0,
    expiresAt: null,
    revokedAt: null,
    lastUsedAt: null,
    ...rest,
  };
}

interface Where {
  sessionId?: string;
  id?: string;
  at?: number;
  origin?: Origin;
}

const happening = ({ sessionId = '1', id = 'e1', at = T0, origin = 'trusted' }: Where) => ({
  sessionId: sessionId as SessionId,
  id: id as EventId,
  at,
  origin,
});

export function visit(url: string, { title = null, ...where }: Where & { title?: string | null } = {}): Visit {
  return { ...happening(where), type: 'visit', url, title, referrer: null };
}

export function click(
  element: readonly ChainElement[],
  where: Where & { url?: string | null; text?: string; href?: string } = {},
): Click {
  const { url = null, text = null, href = null } = where;
  return { ...happening(where), type: 'click', url, text, href, element };
}

export function customEvent(
  name: string,
  where: Where & Partial<Pick<CustomEvent, 'value' | 'currency' | 'properties'>> = {},
): CustomEvent {
  const { value = null, currency = null, properties = {} } = where;
  return { ...happening(where), type: 'event', name, url: null, value, currency, properties };
}

type GoalChanges = {
  key?: string;
  name?: string;
  count?: 'every' | 'once';
  value?: string | null;
  currency?: string | null;
  valueFrom?: ValueFrom;
};

export function goal(typed: TypedRule, { key = 'goal', ...rest }: GoalChanges = {}): GoalDefinition {
  return { ...typed, key: key as GoalKey, name: 'A goal', count: 'every', value: null, currency: null, ...rest };
}

/** A goal on visits whose path begins with `pattern`. */
export function urlGoal(prefix: string, changes: GoalChanges = {}): GoalDefinition {
  return goal({ type: 'url', rule: { match: 'prefix', pattern: prefix, on: 'path' } }, changes);
}

/** The goals of the shop that `npm run demo` shows. */
export const DEMO_GOALS = [
  goal({ type: 'url', rule: { match: 'equals', pattern: '/thanks', on: 'path' } }, { key: 'thanks' }),
  goal({ type: 'click', rule: { selector: 'a.buy' } }, { key: 'buy' }),
  goal({ type: 'event', rule: { name: 'purchase' } }, { key: 'purchase' }),
];
