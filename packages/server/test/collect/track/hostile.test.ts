import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ProjectId } from '#goalpost/model/ids.js';
import { useSharedApi } from '../../support/api.js';
import { goal, urlGoal } from '../../support/builders.js';
import { collectGarbage } from '../../support/garbage.js';
import { repetitions } from '../../support/repetitions.js';
import { FIREFOX, send, track, tracked } from './track.js';

const api = useSharedApi();
const P1 = 'p1' as ProjectId;
const BODIES = repetitions(10_000);
const WARM_UP = BODIES / 5;
const GROWTH_MB_MAX = 48;

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('', '\0', '\ud800', '__proto__', 'constructor', '٣', '\u202e', 'javascript:alert(1)', '//', '/'),
  fc.string({ maxLength: 8 }).map((part) => part.repeat(500)),
);
const anything = fc.oneof(
  fc.anything({ maxDepth: 3, withNullPrototype: false, withBigInt: false }),
  text,
  fc.constantFrom(null, true, -0, 1e308, -1, 2 ** 53, [], {}, [[[[[]]]]], ['a', 'a']),
);
const or = (right: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 4, arbitrary: right }, { weight: 1, arbitrary: anything });
const link = fc.record(
  {
    tag: or(fc.constantFrom('a', 'div')),
    id: or(text),
    classes: or(fc.array(text)),
    attributes: or(fc.dictionary(text, text)),
  },
  { requiredKeys: [] },
);
const event = fc.record(
  {
    id: or(fc.string({ maxLength: 70 })),
    type: or(fc.constantFrom('visit', 'click', 'event')),
    age: or(fc.oneof(fc.double(), fc.integer({ min: -5, max: 90_000_000 }))),
    url: or(fc.oneof(fc.webUrl({ withQueryParameters: true }), text)),
    title: or(text),
    referrer: or(fc.oneof(fc.webUrl(), text)),
    text: or(text),
    href: or(text),
    element: or(fc.array(or(link), { maxLength: 70 })),
    name: or(text),
    value: or(fc.constantFrom('1', '1e5', '-0.000001', '٣')),
    currency: or(fc.constantFrom('EUR', 'eur')),
    properties: or(fc.dictionary(text, anything)),
  },
  { requiredKeys: [] },
);
/** Valid except for one field, and often completely valid. */
const nearlyRight = fc
  .tuple(
    fc.constantFrom(
      tracked({ title: 'Shop', referrer: 'https://news.example/' }),
      tracked({ type: 'click', text: 'Buy', element: [{ tag: 'a', classes: ['buy'] }, { tag: 'body' }] }),
      tracked({ type: 'event', name: 'purchase', value: '49.00', currency: 'EUR', properties: { plan: 'pro' } }),
    ),
    fc.constantFrom('title', 'referrer', 'text', 'element', 'properties', 'href', 'url', 'age', 'id'),
    anything,
  )
  .map(([right, field, value]) => ({ ...right, [field]: value }));
const events = or(fc.array(fc.oneof(or(event), nearlyRight), { minLength: 1, maxLength: 4 }));
const body = fc.oneof(
  fc.record({ site: or(fc.constant('site-p1')), session_id: or(text), events }, { requiredKeys: ['site', 'events'] }),
  events.map((some) => ({ site: 'site-p1', events: some })),
  anything,
);
const sent = fc.oneof(
  { weight: 8, arbitrary: body.map((value) => JSON.stringify(value) ?? 'undefined') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: body.map((value) => (JSON.stringify(value) ?? '').slice(0, -1)) },
);
const headers = fc.record(
  {
    'user-agent': fc.oneof(fc.constant(FIREFOX), fc.string({ maxLength: 2000 })),
    'accept-language': fc.string({ maxLength: 2000 }),
    origin: fc.string({ maxLength: 50 }),
    'content-type': fc.constantFrom(
      'text/plain',
      'application/json',
      'text/plain;charset=utf-8',
      'text/plain',
      'text/html',
    ),
  },
  { requiredKeys: [] },
);

function heapMb(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

it(`${BODIES} hostile requests get no 5xx, and leave no memory behind`, async () => {
  await api.store.goals.create(P1, urlGoal('/', { key: 'any' }));
  await api.store.goals.create(P1, goal({ type: 'click', rule: { selector: 'a.buy' } }, { key: 'buy' }));
  const statuses = new Map<number, number>();
  let count = 0;
  let before = 0;
  await fc.assert(
    fc.asyncProperty(sent, headers, async (payload, hostile) => {
      if (count++ === WARM_UP) before = heapMb();
      // Spread over addresses: beyond one address's limit per minute, every request would be refused.
      const { statusCode } = await send(api, payload, { address: `192.0.2.${count % 200}`, headers: hostile });
      statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
      expect(statusCode).toBeLessThan(500);
    }),
    { numRuns: BODIES, endOnFailure: true },
  );
  const answered = [...statuses.keys()].sort();
  expect(answered).toEqual(expect.arrayContaining([202, 415, 422]));
  expect(statuses.get(202)).toBeGreaterThan(BODIES / 100);
  expect(heapMb() - before).toBeLessThan(GROWTH_MB_MAX);
  expect(await track(api, [tracked()], { userAgent: FIREFOX })).toMatch(/^[0-9A-Z]{26}$/);
}, 180_000);
