import fc, { type Arbitrary } from 'fast-check';
import { T0 } from '../../support/builders.js';

export const SESSIONS = ['1', '2', '10', 'b', 'B-2', 'z.9', '_', '01ARZ3NDEKTSV4RRFFQ69G5FAV'];

export const EVENTS = ['a', 'b', 'B', '0', 'e_1', 'f-2', 'zz'];

const KEYS = ['g', 'h', 'thanks-2'];

/**
 * Few times, so that many events share one. Some lie on both sides of the end of a second, a day or daylight saving
 * time.
 */
const MIDNIGHT = Date.UTC(2026, 0, 4);

const MIDNIGHT_IN_AMSTERDAM = MIDNIGHT - 3_600_000;

const MOMENTS = [
  0,
  ...[0, 1, 999, 1000, 1001, 86_400_000].map((ms) => T0 + ms),
  ...[MIDNIGHT, MIDNIGHT_IN_AMSTERDAM].flatMap((end) => [end - 1, end]),
  Date.UTC(2026, 2, 29, 0, 59, 59, 999),
  Date.UTC(2026, 2, 29, 1),
  Date.UTC(2026, 9, 25, 0, 30),
  Date.UTC(2026, 9, 25, 1, 30),
  Date.UTC(2199, 11, 31, 23, 59, 59, 999),
];

export const ZONES = ['UTC', 'UTC', 'Europe/Amsterdam', 'Europe/Amsterdam', 'America/St_Johns', 'Pacific/Apia'];

export const USER_AGENTS = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
  'ShopApp/3.2 (iPhone; iOS 18.1; Scale/3.00)',
  'Googlebot/2.1 (+http://www.google.com/bot.html)',
  '',
];

/** Fields that may be present, null or absent. */
export const fields = <T>(required: { [K in keyof T]: Arbitrary<T[K]> }, others: Record<string, Arbitrary<unknown>>) =>
  fc.record(
    { ...required, ...Object.fromEntries(Object.entries(others).map(([name, of]) => [name, orNull(of)])) },
    { requiredKeys: Object.keys(required) as never },
  ) as Arbitrary<T & Record<string, unknown>>;

export const orNull = <Value>(of: Arbitrary<Value>) => fc.option(of, { nil: null, freq: 3 });

export const rarely = <Value>(value: Arbitrary<Value>, strange: Arbitrary<unknown>) =>
  fc.oneof({ weight: 40, arbitrary: value }, { weight: 1, arbitrary: strange as Arbitrary<Value> });

export const some = <Value>(of: Arbitrary<Value>, maxLength: number) => fc.array(of, { minLength: 1, maxLength });

/** Texts that are hard to encode in SQL, JSON or URLs. */
export const text = fc.oneof(
  fc.constantFrom('', "'", '"', '\\', '\\N', '\t\n\r', '\u0000', '\ud800', '😀', '{x:String}', 'NULL', '%27', '%', '_'),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);

export const word = text.map((one) => one.replace(/\s/g, '-'));

export const url = fc.oneof(
  fc.constantFrom(
    '/',
    '/a',
    '/a/b?x=1',
    '/c',
    'https://shop.example/a',
    'https://shop.example/c?utm_source=news',
    '/a?gclid=Cj0&ref=google',
  ),
  fc.constantFrom('/a?utm_source=%F0%9F%98%80&utm_term=%27', 'https://shop.example/?utm_campaign=x&utm_medium=\\'),
  // Their paths have to be escaped, resolved or found.
  fc.constantFrom(
    '/a/../c',
    '/%2e%2E/a',
    '/a%c3%a9%2f',
    '/a \u00e9',
    '//a//b/.',
    '/a\\b',
    '/c#?x',
    'https://shop.example',
    'https://shop.example?/a',
    'HTTPS://Shop.Example:443/a#/c',
    'http://1.2.3.4:8080/a/;x=(1)',
    'https://xn--bcher-kva.example/a?%zz',
  ),
  word.map((path) => `/a/${path}`),
);

export const sessionId = rarely(
  fc.constantFrom<string | number>(...SESSIONS, 1, 10),
  fc.constantFrom('a b', -1, null, '😀'),
);

export const moment = fc.oneof(fc.constantFrom(T0, T0 + 1000), fc.constantFrom(...MOMENTS));

export const money = fc.constantFrom(
  {},
  { value: null },
  { value: '49.00', currency: 'EUR' },
  { value: '-0.10', currency: 'JPY' },
);

export const property = fc.oneof(text, fc.constantFrom(0, 1, -1.5, 1e21, true, false, null));

export const element = fields(
  { tag: fc.constantFrom('a', 'main', 'DIV') },
  {
    id: text,
    classes: fc.array(fc.constantFrom('buy', 'x'), { maxLength: 2 }),
    attributes: fc.dictionary(fc.constantFrom('data-plan', 'Href'), text, { maxKeys: 2 }),
  },
);

export const rule: Arbitrary<object> = fc.oneof(
  fc.record({
    type: fc.constant('url'),
    rule: fc.record(
      {
        match: rarely(fc.constantFrom('equals', 'prefix', 'contains', 'glob', 'regex'), fc.constant('like')),
        pattern: fc.oneof(fc.constantFrom('/', '/a', 'c', '/a/*', '^/a?', '😀', '('), word),
        on: fc.constantFrom('path', 'path_query', 'url', null),
      },
      { requiredKeys: ['match', 'pattern'] },
    ),
  }),
  fc.record({
    type: fc.constant('click'),
    rule: fc.record(
      {
        selector: rarely(fc.constantFrom('a.buy', 'main', 'a', '[data-plan]'), fc.constantFrom('a:hover', 'a +')),
        text: fc.constantFrom(null, '😀', "'"),
      },
      { requiredKeys: ['selector'] },
    ),
  }),
  fc.record({
    type: fc.constant('event'),
    rule: fields({ name: fc.constantFrom('purchase', 'refund', '%27') }, { properties: fc.constant({}) }),
  }),
);

export const key = rarely(fc.constantFrom(...KEYS), fc.constantFrom('No', '%27', 'nobody'));

export const date = rarely(
  fc.tuple(moment, fc.constantFrom(24, 19, 10)).map(([ms, length]) => {
    const whole = new Date(ms).toISOString();
    return length === 24 ? whole : whole.slice(0, length).replace('T', ' ');
  }),
  fc.constantFrom('2026-02-30', 'today', 1, '2026-01-03T24:00:00Z'),
);
