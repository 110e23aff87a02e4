import type { Ability } from '#goalpost/model/token.js';
import type { Method } from '../../support/api.js';

/** A goal as sent by a client. */
export const THANKS = { key: 'thanks', name: 'Thanks', type: 'url', rule: { match: 'prefix', pattern: '/thanks' } };

/** All operations on goals, with a valid body where there is one. */
export const OPERATIONS: [method: Method, address: string, ability: Ability, body?: object][] = [
  ['GET', '/goals', 'goals:read'],
  ['POST', '/goals', 'goals:write', THANKS],
  ['GET', '/goals/thanks', 'goals:read'],
  ['PATCH', '/goals/thanks', 'goals:write', { name: 'Thank you' }],
  ['DELETE', '/goals/thanks', 'goals:write'],
];
