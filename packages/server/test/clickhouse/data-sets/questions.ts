import fc, { type Arbitrary } from 'fast-check';
import { goalAddress, sessionAddress } from './addresses.js';
import { asked } from './asked.js';
import { listed } from './lists.js';
import { funnel, funnelSessions, reported } from './reports.js';
import { date, EVENTS, fields, orNull, rarely, rule, SESSIONS, sessionId, some } from './values.js';

const limit = rarely(fc.constantFrom(1, 2, 3, 7, 1000, 10_000), fc.constantFrom(0, 10_001, '5'));

const ofFamily = {
  key: rarely(fc.constantFrom('list', 'list', 'count', null), fc.constant('sum')),
  start_date: date,
  end_date: date,
  expand: fc.boolean(),
};

const sessionIds = rarely(some(fc.oneof(fc.constantFrom('nobody', 7), sessionId), 12), fc.constantFrom([], 'a', {}));

const family = (others: Record<string, Arbitrary<unknown>>) =>
  fc
    .tuple(fields({ session_ids: sessionIds }, { ...ofFamily, ...others }), orNull(limit))
    // A page of a count is refused, so a few are enough.
    .map(([body, of]) => (of === null || (body.key === 'count' && of !== 1) ? body : { ...body, limit: of }));

const visitId = fc.tuple(fc.constantFrom(...SESSIONS), fc.constantFrom(...EVENTS)).map((ids) => ids.join(':'));

export const question = fc.oneof(
  {
    weight: 5,
    arbitrary: asked(
      'POST',
      fc.constant('/sessions/get-conversions'),
      family({
        conversion_types: fc.array(rarely(fc.constantFrom('click', 'url', 'event'), fc.constant('x')), {
          maxLength: 3,
        }),
      }),
    ),
  },
  {
    weight: 2,
    arbitrary: asked('POST', fc.constant('/sessions/get-visits'), family({ visit_ids: some(visitId, 8) })),
  },
  { weight: 4, arbitrary: listed },
  { weight: 5, arbitrary: reported },
  { weight: 4, arbitrary: funnel },
  { weight: 2, arbitrary: funnelSessions },
  {
    weight: 2,
    arbitrary: asked(
      'GET',
      fc.tuple(sessionAddress, fc.constantFrom('', '?limit=1', '?limit=3', '?limit=0')).map((parts) => parts.join('')),
    ),
  },
  {
    weight: 2,
    arbitrary: asked(
      'POST',
      fc.constant('/goals/preview'),
      fc
        .tuple(rule, fields({}, { start_date: date, end_date: date }))
        .map(([typed, period]) => ({ ...typed, ...period })),
    ),
  },
  { weight: 1, arbitrary: asked('GET', fc.oneof(fc.constant('/goals'), goalAddress)) },
);
