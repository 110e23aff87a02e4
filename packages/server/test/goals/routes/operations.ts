import type { Ability } from '#goalpost/model/token.js';
import type { Method } from '../../support/api.js';

/** A goal as it is sent. */
export const THANKS = { key: 'thanks', name: 'Thanks', type: 'url', rule: { match: 'prefix', pattern: '/thanks' } };

/** Every operation on goals, with a body that is right where it takes one. */
export const OPERATIONS: [method: Method, address: string, ability: Ability, body?: object][] = [
  ['GET', '/goals', 'goals:read'],
  ['POST', '/goals', 'goals:write', THANKS],
  ['GET', '/goals/thanks', 'goals:read'],
  ['PATCH', '/goals/thanks', 'goals:write', { name: 'Thank you' }],
  ['DELETE', '/goals/thanks', 'goals:write'],
];
