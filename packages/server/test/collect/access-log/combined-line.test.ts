import { describe, expect, it } from 'vitest';
import { parseCombinedLine } from '#goalpost/collect/access-log/combined-line.js';

const line = ({
  address = '203.0.113.7',
  user = '-',
  time = '17/May/2015:10:05:03 +0000',
  request = 'GET /docs/ HTTP/1.1',
  status = '200',
  bytes = '512',
  referrer = 'https://news.example/',
  agent = 'Mozilla/5.0 (X11)',
  rest = '',
} = {}) => `${address} - ${user} [${time}] "${request}" ${status} ${bytes} "${referrer}" "${agent}"${rest}`;

const request = {
  address: '203.0.113.7',
  at: 1_431_857_103_000,
  method: 'GET',
  target: '/docs/',
  status: '200',
  referrer: 'https://news.example/',
  userAgent: 'Mozilla/5.0 (X11)',
};

describe('a line of the Combined Log Format is a request', () => {
  it.each([
    ['as Apache and nginx write it', line(), request],
    ['from an IPv6 address', line({ address: '2001:db8::1' }), { ...request, address: '2001:db8::1' }],
    ['from a host by name', line({ address: 'host.example' }), { ...request, address: 'host.example' }],
    ['by a user with a space', line({ user: 'jane doe' }), request],
    ['without a size', line({ bytes: '-' }), request],
    ['of a zone west of Greenwich', line({ time: '17/May/2015:05:35:03 -0430' }), request],
    ['of a zone east of Greenwich', line({ time: '17/May/2015:12:05:03 +0200' }), request],
    [
      'without referrer and user agent',
      line({ referrer: '-', agent: '-' }),
      { ...request, referrer: null, userAgent: null },
    ],
    [
      'with empty referrer and user agent',
      line({ referrer: '', agent: '' }),
      { ...request, referrer: null, userAgent: null },
    ],
    ['with further fields', line({ rest: ' "198.51.100.2" 0.004' }), request],
    [
      'with quotes in the user agent (Apache)',
      line({ agent: String.raw`a \"b\" \\ c` }),
      { ...request, userAgent: 'a "b" \\ c' },
    ],
    [
      'with quotes in the user agent (nginx)',
      line({ agent: String.raw`a \x22b\x22 \x5C c` }),
      { ...request, userAgent: 'a "b" \\ c' },
    ],
    [
      'with other escapes, which stay',
      line({ agent: String.raw`caf\xc3\xa9` }),
      { ...request, userAgent: String.raw`caf\xc3\xa9` },
    ],
    [
      'with a very long user agent, which is cut',
      line({ agent: 'a'.repeat(1025) }),
      { ...request, userAgent: 'a'.repeat(1024) },
    ],
    [
      'of any method, version and status',
      line({ request: 'PROPFIND * HTTP/2', status: '405' }),
      { ...request, method: 'PROPFIND', target: '*', status: '405' },
    ],
  ])('%s', (_title, text, expected) => expect(parseCombinedLine(text)).toEqual({ ok: true, request: expected }));
});

const NOT_COMBINED =
  'The line must be in the Combined Log Format: address, two names, time in brackets, "request", status, bytes, "referrer" and "user agent".';
const TIME = 'a valid time from 1970 to 2199, such as 17/May/2015:10:05:03 +0000';
const REQUEST = 'method, target and HTTP version, such as "GET /docs/ HTTP/1.1"';

describe('anything else is refused with a message about the wrong part', () => {
  it.each([
    ['nonsense', NOT_COMBINED],
    [line().slice(0, -1), NOT_COMBINED],
    [`${line()}x`, NOT_COMBINED],
    [line({ address: '' }), NOT_COMBINED],
    [line({ status: '20' }), NOT_COMBINED],
    [line({ agent: 'a "b" c' }), NOT_COMBINED],
    // The Common Log Format, which has no user agent.
    ['203.0.113.7 - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 200 512', NOT_COMBINED],
    [line({ time: '31/Feb/2015:10:05:03 +0000' }), `The time must be ${TIME}; got "31/Feb/2015:10:05:03 +0000".`],
    [line({ time: '17/Mai/2015:10:05:03 +0000' }), `The time must be ${TIME}; got "17/Mai/2015:10:05:03 +0000".`],
    [line({ time: '17/May/2015:24:05:03 +0000' }), `The time must be ${TIME}; got "17/May/2015:24:05:03 +0000".`],
    [line({ time: '17/May/2015:10:05:03 +2400' }), `The time must be ${TIME}; got "17/May/2015:10:05:03 +2400".`],
    [line({ time: '2015-05-17T10:05:03Z' }), `The time must be ${TIME}; got "2015-05-17T10:05:03Z".`],
    [line({ request: '-' }), `The request must be ${REQUEST}; got "-".`],
    [line({ request: 'GET /' }), `The request must be ${REQUEST}; got "GET /".`],
    [line({ request: 'GET /a b HTTP/1.1' }), `The request must be ${REQUEST}; got "GET /a b HTTP/1.1".`],
    [line({ request: String.raw`\x16\x03\x01` }), String.raw`The request must be ${REQUEST}; got "\\x16\\x03\\x01".`],
  ])('%s', (text, sentence) => expect(parseCombinedLine(text)).toEqual({ ok: false, sentence }));
});

it('the longest lines are parsed without backtracking', () => {
  const longest = ['"'.repeat(65_000), '\\'.repeat(65_000), ' ['.repeat(32_000), line({ agent: '\\"'.repeat(32_000) })];
  expect(longest.map((text) => parseCombinedLine(text).ok)).toEqual([false, false, false, true]);
});
