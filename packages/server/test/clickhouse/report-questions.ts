import fc from 'fast-check';
import { CONVERSION_TYPES } from '#goalpost/model/conversion.js';
import { type Event, ORIGINS } from '#goalpost/model/event.js';
import { VALUES_FROM } from '#goalpost/model/goal.js';
import type { GoalKey, SessionId } from '#goalpost/model/ids.js';
import {
  CONVERSION_GROUPS,
  FIGURE_SORT_KEYS,
  type ReportGroup,
  type ReportOrder,
  TIME_GROUPS,
} from '#goalpost/model/report.js';
import { SESSION_TEXTS, type SessionFilters } from '#goalpost/model/session.js';
import { click, customEvent, goal, T0, urlGoal, visit } from '../support/builders.js';

// Sessions that are full of conversions, and questions about them with every group and every filter.

const DAY = 86_400_000;
export const ZONE = 'Europe/Amsterdam';
/** The clocks go forward on March 29. */
const MARCH = Date.UTC(2026, 2, 28, 22);
const MOMENTS = [0, 1, 999, DAY - 1, DAY, DAY + 1800_000, 31 * DAY].flatMap((ms) => [T0 + ms, MARCH + ms]);
export const SESSIONS = ['1', 'b', 'B-2', 'z.9', '_', 'c', 'd', 'e', 'f'] as SessionId[];
const ADDRESSES = [
  '/a',
  '/a?utm_source=Mail&utm_term=x',
  '/a#x?y',
  '/a/../c?gclid=1',
  '/%2e%2E/a',
  '/a%c3%a9%2f',
  '/a%C3%A9%2F?ref=google',
  '/a \u00e9?utm_medium=\\',
  '/a ?x',
  '//a//b/.',
  '/a\\b',
  '/a^[x]|',
  "/a'`{}",
  '/a,;=:@!$&()*+~_.-',
  '/\u{1f600}?utm_campaign=\u{1f600}',
  'https://shop.example',
  'https://shop.example?/a',
  'https://shop.example/a?utm_content=n',
  'https://shop.example//a',
  'https://user@shop.example/a',
  'HTTPS://Shop.Example:443/a#/c',
  'http://1.2.3.4:8080/a/;x=(1)',
  'http://[::1]/a',
  'http://999.1/a',
  'https://xn--bcher-kva.example/a?%zz',
  'https://xn--/a',
];

const where = {
  sessionId: fc.constantFrom(...SESSIONS),
  id: fc.constantFrom(...'abcdefghij'),
  at: fc.constantFrom(...MOMENTS),
  origin: fc.constantFrom(...ORIGINS),
};
const address = fc.constantFrom(...ADDRESSES);
const money = fc.constantFrom({}, { value: '49', currency: 'EUR' }, { value: '-0.000001', currency: 'JPY' });
const event = fc.oneof(
  fc.tuple(fc.record(where), address).map(([of, url]): Event => visit(url, of)),
  fc
    .tuple(fc.record(where), fc.option(address))
    .map(([of, url]): Event => click([{ tag: 'a', classes: ['buy'] }], { ...of, url })),
  fc
    .tuple(fc.record(where), fc.option(address), money)
    .map(([of, url, worth]): Event => ({ ...customEvent('purchase', { ...of, ...worth }), url })),
);
const events = fc.array(event, { minLength: 40, maxLength: 120 });

const client = fc.record({
  browser: fc.constantFrom('Firefox', null),
  device: fc.constantFrom('mobile', 'desktop'),
  platformOs: fc.constant(null),
  language: fc.constantFrom('nl', 'NL-be', 'de', null),
  country: fc.constantFrom('NL', 'BE', null),
});
const clients = fc.array(client, { minLength: SESSIONS.length, maxLength: SESSIONS.length });

const valued = fc.constantFrom(...VALUES_FROM).map((valueFrom) => ({
  valueFrom,
  ...(valueFrom === 'goal' && { value: '2.50', currency: 'EUR' }),
}));
const goals = fc
  .tuple(fc.array(fc.tuple(fc.constantFrom('every' as const, 'once' as const), valued), { minLength: 4, maxLength: 4 }))
  .map(([[a, b, c, d]]) => {
    const of = (key: string, [count, worth]: typeof a & object) => ({ key, count, ...worth });
    return [
      urlGoal('/', of('all', a!)),
      urlGoal('/a', of('some', b!)),
      goal({ type: 'click', rule: { selector: 'a.buy' } }, of('buy', c!)),
      goal({ type: 'event', rule: { name: 'purchase' } }, of('purchase', d!)),
    ];
  });

const KEYS = ['all', 'some', 'buy', 'purchase', 'none'] as GoalKey[];
const TEXTS = ['NL', 'nl', 'mobile', 'Google', '/a', '/c', '/', 'a', 'A%20', '%C3', '\\', '', 'Mail', 'x'];
const texts = fc.array(fc.option(fc.constantFrom(...TEXTS), { freq: 4 }), { minLength: 1, maxLength: 3 });
const textTest = fc.record({ is: texts, isNot: texts, contains: texts }, { requiredKeys: [] });
const maybe = <Value>(of: fc.Arbitrary<Value>) => fc.option(of, { nil: undefined, freq: 2 });
const some = <Value>(...of: Value[]) => fc.uniqueArray(fc.constantFrom(...of), { minLength: 1, maxLength: 3 });
const conversion = fc.record(
  { goals: some(...KEYS), types: some(...CONVERSION_TYPES), origin: where.origin, page: textTest },
  { requiredKeys: [] },
);
const filters: fc.Arbitrary<SessionFilters> = fc.oneof(
  fc.constant({ texts: {} }),
  fc.record({
    texts: fc.dictionary(fc.constantFrom(...SESSION_TEXTS), textTest, { maxKeys: 1 }),
    origin: maybe(where.origin),
    converted: maybe(fc.boolean()),
    conversion: maybe(conversion),
  }),
);
const period = fc.tuple(where.at, where.at, fc.constantFrom(0, 1, 40 * DAY)).map(([one, other, more]) => ({
  from: Math.min(one, other),
  until: Math.max(one, other) + more,
}));

const groupBy = fc.uniqueArray(
  fc.oneof(
    fc.constantFrom<ReportGroup>(...TIME_GROUPS, ...CONVERSION_GROUPS),
    fc.constantFrom<ReportGroup>(...CONVERSION_GROUPS, ...SESSION_TEXTS),
  ),
  { maxLength: 2, selector: (group) => (TIME_GROUPS.includes(group as never) ? 'time' : group) },
);
const query = fc
  .tuple(groupBy, fc.constantFrom(...FIGURE_SORT_KEYS, 'currency', 'group'), fc.boolean(), fc.constantFrom(2, 5, 1000))
  .map(([by, figure, descending, limit]) => {
    const [first] = by;
    const key: ReportOrder['by'] =
      figure === 'currency' || (figure === 'group' && !first)
        ? { currency: 'EUR' }
        : figure === 'group'
          ? { group: first! }
          : { figure };
    return { groupBy: by, order: { by: key, descending }, limit };
  });
const question = fc.record({
  choice: fc.record({
    goals: fc.option(some(...KEYS), { freq: 1 }),
    types: fc.option(some(...CONVERSION_TYPES), { freq: 1 }),
    origin: fc.option(where.origin, { freq: 1 }),
  }),
  filters,
  periods: fc.array(period, { minLength: 1, maxLength: 2 }),
  goals: fc.constant(KEYS),
  queries: fc.array(query, { minLength: 1, maxLength: 6 }),
});
/** A question about a project: without its id, and the times of its queries. */
export type Drawn = typeof question extends fc.Arbitrary<infer Value> ? Value : never;
/** Questions of one history. */
export const QUESTIONS = 12;

export const sessionsAndQuestions = fc.record({
  events,
  clients,
  goals,
  questions: fc.array(question, { minLength: QUESTIONS, maxLength: QUESTIONS }),
});
