import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEvent } from '#goalpost/collect/event/parse-event.js';

const AT = '2026-01-03T10:00:00Z';
const AT_MS = 1_767_434_400_000;
const visit = { session_id: '1', id: 'e1', type: 'visit', at: AT, url: 'https://shop.example/' };
const click = { session_id: '1', id: 'e2', type: 'click', at: AT };
const custom = { session_id: '1', id: 'e3', type: 'event', at: AT, name: 'purchase' };

/** The faults of a refused event, each as its path and sentence. */
function faults(value: unknown): [string, string][] {
  const parsed = parseEvent(value);
  return parsed.ok ? [] : parsed.faults.map(({ path, sentence }) => [path, sentence]);
}

describe('an event of each type is read completely', () => {
  it.each([
    [
      { ...visit, title: 'Thanks', referrer: 'https://news.example/', user_agent: 'Mozilla/5.0' },
      {
        ok: true,
        event: {
          type: 'visit',
          sessionId: '1',
          id: 'e1',
          at: AT_MS,
          origin: 'trusted',
          url: 'https://shop.example/',
          title: 'Thanks',
          referrer: 'https://news.example/',
        },
        userAgent: 'Mozilla/5.0',
      },
    ],
    [
      {
        ...click,
        url: '/cart?x=1',
        text: 'Buy now',
        href: '#buy',
        element: [
          { tag: 'a', id: 'buy', classes: ['buy', 'big'], attributes: { 'data-plan': 'pro' } },
          { tag: 'body', id: null, classes: null, attributes: null },
        ],
      },
      {
        ok: true,
        event: {
          type: 'click',
          sessionId: '1',
          id: 'e2',
          at: AT_MS,
          origin: 'trusted',
          url: '/cart?x=1',
          text: 'Buy now',
          href: '#buy',
          element: [
            { tag: 'a', id: 'buy', classes: ['buy', 'big'], attributes: { 'data-plan': 'pro' } },
            { tag: 'body' },
          ],
        },
        userAgent: null,
      },
    ],
    [
      {
        ...custom,
        url: '/thanks',
        value: '49.00',
        currency: 'EUR',
        properties: { plan: 'pro', seats: 3, trial: false, coupon: null },
      },
      {
        ok: true,
        event: {
          type: 'event',
          sessionId: '1',
          id: 'e3',
          at: AT_MS,
          origin: 'trusted',
          name: 'purchase',
          url: '/thanks',
          value: '49.00',
          currency: 'EUR',
          properties: { plan: 'pro', seats: 3, trial: false, coupon: null },
        },
        userAgent: null,
      },
    ],
  ])('%j', (value, parsed) => expect(parseEvent(value)).toEqual(parsed));
});

describe('null is the same as absent, and unknown fields are ignored', () => {
  it.each([
    [
      { ...visit, id: null, title: null, referrer: null, user_agent: null, color: 'red' },
      { ...visit, id: undefined },
    ],
    [
      { ...click, id: null, url: null, text: null, href: null, element: null },
      { ...click, id: undefined },
    ],
    [
      { ...click, element: [{ tag: 'a', color: 'red', attributes: null }] },
      { ...click, element: [{ tag: 'a' }] },
    ],
    [
      { ...custom, id: null, url: null, value: null, currency: null, properties: null },
      { ...custom, id: undefined },
    ],
  ])('%j', (value, same) => {
    expect(parseEvent(value)).toMatchObject({ ok: true });
    expect(parseEvent(value)).toEqual(parseEvent(same));
  });
});

describe('a session id may be a whole number', () => {
  it.each([
    [0, '0'],
    [7, '7'],
    [1e3, '1000'],
    [9_007_199_254_740_991, '9007199254740991'],
    ['A.b_c-9', 'A.b_c-9'],
    ['x'.repeat(64), 'x'.repeat(64)],
  ])('%j becomes %j', (session_id, sessionId) => {
    expect(parseEvent({ ...visit, session_id })).toMatchObject({ ok: true, event: { sessionId } });
  });
});

describe('values at their limits are accepted', () => {
  const link = {
    tag: 't'.repeat(64),
    id: 'i'.repeat(128),
    classes: Array(32).fill('c'.repeat(128)),
    attributes: Object.fromEntries(Array.from({ length: 32 }, (_, n) => [`${n}`.padEnd(64, 'k'), 'v'.repeat(256)])),
  };
  it.each([
    ['url', { ...visit, url: `/${'p'.repeat(2047)}` }],
    ['url with capitals in its scheme', { ...visit, url: 'HTTPS://Shop.Example/' }],
    ['title', { ...visit, title: '€'.repeat(512) }],
    ['title of characters beyond 16 bits', { ...visit, title: '𝄞'.repeat(512) }],
    ['referrer', { ...visit, referrer: 'r'.repeat(2048) }],
    ['user_agent', { ...visit, user_agent: 'u'.repeat(1024) }],
    ['text and href', { ...click, text: 't'.repeat(256), href: 'h'.repeat(2048) }],
    ['element', { ...click, element: Array(64).fill(link) }],
    ['name', { ...custom, name: 'n'.repeat(128) }],
    ['value', { ...custom, value: '-999999999999.999999', currency: 'EUR' }],
    [
      'properties',
      {
        ...custom,
        properties: Object.fromEntries(Array.from({ length: 32 }, (_, n) => [`${n}`.padEnd(64, 'k'), 'v'.repeat(256)])),
      },
    ],
  ])('%s', (_title, value) => expect(parseEvent(value)).toMatchObject({ ok: true }));
});

const SESSION_ID =
  'a session id (1 to 64 of A-Z, a-z, 0-9, ".", "_", "-") or an integer from 0 to 9007199254740991 (send a larger one as a string)';
const TIME =
  'a valid date and time from 1970-01-01 to 2199-12-31, in RFC 3339 with an offset, such as "2026-01-03T10:00:00Z"';
const URL_RULE =
  'an absolute http or https URL, or a path beginning with "/", of at most 2048 characters and without white space';
const MONEY = 'a decimal number of at most 12 digits before and 6 after the point, sent as a string, such as "49.00"';
const CHAIN = 'a list of at most 64 elements, from the clicked one outward';
const CLASSES = 'a list of at most 32 class names of at most 128 characters each';
const PROPERTY = 'a text of at most 256 characters, a finite number, true, false or null';
const FLAT = 'a JSON object of at most 32 entries, with keys of 1 to 64 characters';
const LINE =
  'a JSON object, such as {"session_id":"1","id":"e1","type":"visit","at":"2026-01-03T10:00:00Z","url":"https://shop.example/"}';

describe('the message about a wrong field says what it must be and what it was', () => {
  it.each<[unknown, [string, string][]]>([
    [null, [['line', `The line must be ${LINE}; got null.`]]],
    ['visit', [['line', `The line must be ${LINE}; got "visit".`]]],
    [[1, 2], [['line', `The line must be ${LINE}; got a list of 2.`]]],
    [{}, [['type', 'The type field is required: it must be "visit", "click" or "event".']]],
    [{ type: 'pageview' }, [['type', 'The type field must be "visit", "click" or "event"; got "pageview".']]],
    [{ type: null }, [['type', 'The type field must be "visit", "click" or "event"; got null.']]],
    [
      { type: 'visit' },
      [
        ['session_id', `The session_id field is required: it must be ${SESSION_ID}.`],
        ['at', `The at field is required: it must be ${TIME}.`],
        ['url', `The url field is required: it must be ${URL_RULE}.`],
      ],
    ],
    [
      { session_id: '1', at: AT, type: 'event' },
      [
        [
          'name',
          'The name field is required: it must be a text of 1 to 128 characters that does not begin with "$", or "$form".',
        ],
      ],
    ],
    [{ ...visit, session_id: null }, [['session_id', `The session_id field must be ${SESSION_ID}; got null.`]]],
    [{ ...visit, session_id: '' }, [['session_id', `The session_id field must be ${SESSION_ID}; got "".`]]],
    [{ ...visit, session_id: 'a b' }, [['session_id', `The session_id field must be ${SESSION_ID}; got "a b".`]]],
    [{ ...visit, session_id: -1 }, [['session_id', `The session_id field must be ${SESSION_ID}; got -1.`]]],
    [{ ...visit, session_id: 1.5 }, [['session_id', `The session_id field must be ${SESSION_ID}; got 1.5.`]]],
    [
      { ...visit, session_id: 2 ** 53 },
      [['session_id', `The session_id field must be ${SESSION_ID}; got 9007199254740992.`]],
    ],
    [{ ...visit, id: 'a.b' }, [['id', 'The id field must be 1 to 64 letters, digits, "_" or "-"; got "a.b".']]],
    [{ ...visit, id: 7 }, [['id', 'The id field must be 1 to 64 letters, digits, "_" or "-"; got 7.']]],
    [{ ...visit, at: '2026-02-30T00:00:00Z' }, [['at', `The at field must be ${TIME}; got "2026-02-30T00:00:00Z".`]]],
    [{ ...visit, at: AT_MS }, [['at', `The at field must be ${TIME}; got 1767434400000.`]]],
    [{ ...visit, url: 'shop.example' }, [['url', `The url field must be ${URL_RULE}; got "shop.example".`]]],
    [{ ...visit, url: 'ftp://a.example/' }, [['url', `The url field must be ${URL_RULE}; got "ftp://a.example/".`]]],
    [{ ...visit, url: 'https://' }, [['url', `The url field must be ${URL_RULE}; got "https://".`]]],
    [{ ...visit, url: 'https://[::1/' }, [['url', `The url field must be ${URL_RULE}; got "https://[::1/".`]]],
    [{ ...visit, url: '/a b' }, [['url', `The url field must be ${URL_RULE}; got "/a b".`]]],
    [
      { ...visit, url: `/${'p'.repeat(2048)}` },
      [['url', `The url field must be ${URL_RULE}; got "/${'p'.repeat(74)}….`]],
    ],
    [{ ...visit, url: null }, [['url', `The url field must be ${URL_RULE}; got null.`]]],
    [
      { ...visit, title: 't'.repeat(513) },
      [['title', `The title field must be a text of at most 512 characters; got "${'t'.repeat(75)}….`]],
    ],
    [{ ...visit, referrer: 1 }, [['referrer', 'The referrer field must be a text of at most 2048 characters; got 1.']]],
    [
      { ...visit, user_agent: ['x'] },
      [['user_agent', 'The user_agent field must be a text of at most 1024 characters; got a list of 1.']],
    ],
    [{ ...click, url: 'x' }, [['url', `The url field must be ${URL_RULE}; got "x".`]]],
    [{ ...click, text: true }, [['text', 'The text field must be a text of at most 256 characters; got true.']]],
    [{ ...click, href: {} }, [['href', 'The href field must be a text of at most 2048 characters; got an object.']]],
    [{ ...click, element: 'a' }, [['element', `The element field must be ${CHAIN}; got "a".`]]],
    [
      { ...click, element: Array(65).fill({ tag: 'a' }) },
      [['element', `The element field must be ${CHAIN}; got a list of 65.`]],
    ],
    [
      { ...click, element: [{ tag: 'a' }, { tag: '' }, {}] },
      [
        ['element.1.tag', 'The element.1.tag field must be a text of 1 to 64 characters; got "".'],
        ['element.2.tag', 'The element.2.tag field is required: it must be a text of 1 to 64 characters.'],
      ],
    ],
    [
      { ...click, element: [{ tag: 'a', id: 5, classes: 'buy' }] },
      [
        ['element.0.id', 'The element.0.id field must be a text of at most 128 characters; got 5.'],
        ['element.0.classes', `The element.0.classes field must be ${CLASSES}; got "buy".`],
      ],
    ],
    [
      { ...click, element: [{ tag: 'a', classes: Array(33).fill('c') }] },
      [['element.0.classes', `The element.0.classes field must be ${CLASSES}; got a list of 33.`]],
    ],
    [
      { ...click, element: [{ tag: 'a', attributes: ['x'] }] },
      [['element.0.attributes', `The element.0.attributes field must be ${FLAT}; got a list of 1.`]],
    ],
    [
      { ...click, element: [{ tag: 'a' }, { tag: 'b', attributes: { rel: 'me', 'data-n': 1 } }] },
      [
        [
          'element.1.attributes.data-n',
          'The element.1.attributes.data-n field must be a text of at most 256 characters; got 1.',
        ],
      ],
    ],
    [
      { ...custom, name: '' },
      [
        [
          'name',
          'The name field must be a text of 1 to 128 characters that does not begin with "$", or "$form"; got "".',
        ],
      ],
    ],
    [
      { ...custom, name: '$pageview' },
      [
        [
          'name',
          'The name field must be a text of 1 to 128 characters that does not begin with "$", or "$form"; got "$pageview".',
        ],
      ],
    ],
    [{ ...custom, value: 49, currency: 'EUR' }, [['value', `The value field must be ${MONEY}; got 49.`]]],
    [{ ...custom, value: '49,00', currency: 'EUR' }, [['value', `The value field must be ${MONEY}; got "49,00".`]]],
    [{ ...custom, value: '1e3', currency: 'EUR' }, [['value', `The value field must be ${MONEY}; got "1e3".`]]],
    [
      { ...custom, value: '1', currency: 'eur' },
      [['currency', 'The currency field must be three capital letters (ISO 4217), such as "EUR"; got "eur".']],
    ],
    [
      { ...custom, value: '1' },
      [
        [
          'currency',
          'The currency field is required with value: it must be three capital letters (ISO 4217), such as "EUR".',
        ],
      ],
    ],
    [{ ...visit, url: 'x', value: '1' }, [['url', `The url field must be ${URL_RULE}; got "x".`]]],
    [{ ...custom, currency: 'EUR' }, [['value', `The value field is required with currency: it must be ${MONEY}.`]]],
    [{ ...custom, properties: [] }, [['properties', `The properties field must be ${FLAT}; got a list of 0.`]]],
    [
      { ...custom, properties: { plan: { name: 'pro' }, tags: ['a'], note: 'n'.repeat(257), ok: 1 } },
      [
        ['properties.plan', `The properties.plan field must be ${PROPERTY}; got an object.`],
        ['properties.tags', `The properties.tags field must be ${PROPERTY}; got a list of 1.`],
        ['properties.note', `The properties.note field must be ${PROPERTY}; got "${'n'.repeat(75)}….`],
      ],
    ],
    [
      { ...custom, properties: { '': 1 } },
      [['properties', 'The properties field must have keys of 1 to 64 characters on one line; got "".']],
    ],
    [
      { ...custom, properties: Object.fromEntries(Array.from({ length: 33 }, (_, n) => [n, n])) },
      [['properties', 'The properties field must have at most 32 entries; got 33.']],
    ],
  ])('%j', (value, expected) => expect(faults(value)).toEqual(expected));
});

describe('an event cannot reach into the program', () => {
  it('__proto__ as a property key is only a key', () => {
    const parsed = parseEvent({ ...custom, properties: JSON.parse('{"__proto__":"x"}') });
    expect(parsed.ok && parsed.event.type === 'event' && Object.entries(parsed.event.properties)).toEqual([
      ['__proto__', 'x'],
    ]);
  });

  it('the longest list of faults is bounded', () => {
    const element = Array.from({ length: 64 }, () => ({ tag: 'a', attributes: { a: 1, b: 2, c: 3 } }));
    expect(faults({ ...click, element })).toHaveLength(100);
  });
});

it('every input is read or refused with faults', () => {
  const mixed = fc.record(
    {
      session_id: fc.oneof(fc.constant('1'), fc.jsonValue()),
      type: fc.constantFrom('visit', 'click', 'event', 'other'),
      at: fc.oneof(fc.constant(AT), fc.string()),
      url: fc.oneof(fc.constant('/'), fc.webUrl(), fc.string()),
      name: fc.oneof(fc.constant('n'), fc.jsonValue()),
      element: fc.jsonValue(),
      properties: fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue()),
      value: fc.jsonValue(),
    },
    { requiredKeys: ['type'] },
  );
  fc.assert(
    fc.property(fc.oneof(mixed, fc.jsonValue()), (value) => {
      const parsed = parseEvent(value);
      expect(parsed.ok || parsed.faults.length > 0).toBe(true);
    }),
    { seed: 1, numRuns: 500 },
  );
});

it('takes an empty referrer, as browsers have it, for none', () => {
  const line = {
    session_id: '1',
    type: 'visit',
    at: '2026-01-03T10:00:00Z',
    url: 'https://shop.example/',
    referrer: '',
  };
  expect(parseEvent(line)).toMatchObject({ ok: true, event: { referrer: null } });
});
