import { describe, expect, it } from 'vitest';
import { combined, vhostCombined } from '#goalpost/collect/access-log/formats/combined.js';
import { LineParser } from '#goalpost/collect/access-log/line-parser.js';

const parse = (text: string) => new LineParser(combined, []).parse(text);

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
  client: { address: '203.0.113.7', spelled: '203.0.113.7' },
  at: 1_431_857_103_000,
  request: { method: 'GET', target: '/docs/' },
  status: '200',
  referrer: 'https://news.example/' as string | null,
  userAgent: 'Mozilla/5.0 (X11)' as string | null,
};

const from = (address: string, spelled = address) => ({ ...request, client: { address, spelled } });

describe('a line of the Combined Log Format is a request', () => {
  it.each([
    ['as Apache and nginx write it', line(), request],
    ['from an IPv6 address', line({ address: '2001:db8::1' }), from('2001:db8::1')],
    ['from an IPv6 address spelled differently', line({ address: '2001:DB8::1' }), from('2001:db8::1', '2001:DB8::1')],
    ['from an IPv4 address in IPv6', line({ address: '::ffff:192.0.2.1' }), from('192.0.2.1', '::ffff:192.0.2.1')],
    ['from an address with a port', line({ address: '192.0.2.1:51000' }), from('192.0.2.1')],
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
    ['with escaped bytes', line({ agent: String.raw`caf\xc3\xa9 \t` }), { ...request, userAgent: 'café \t' }],
    [
      'with escaped bytes that are not UTF-8',
      line({ agent: String.raw`caf\xe9` }),
      { ...request, userAgent: 'caf\ufffd' },
    ],
    ['with an escaped NUL', line({ agent: String.raw`a\x00` }), { ...request, userAgent: 'a\ufffd' }],
    [
      'with escapes in the referrer',
      line({ referrer: String.raw`https://news.example/caf\xC3\xA9?\"` }),
      { ...request, referrer: 'https://news.example/café?"' },
    ],
    [
      'with escapes in the target, which are percent-encoded',
      line({ request: String.raw`GET /caf\xC3\xA9?q=\"a\\b\x22\xE9 HTTP/1.1` }),
      { ...request, request: { method: 'GET', target: '/caf%C3%A9?q=%22a%5Cb%22%E9' } },
    ],
    [
      'with a very long user agent, which is cut',
      line({ agent: 'a'.repeat(1025) }),
      { ...request, userAgent: 'a'.repeat(1024) },
    ],
    [
      'of any method, version and status',
      line({ request: 'PROPFIND * HTTP/2', status: '405' }),
      { ...request, request: { method: 'PROPFIND', target: '*' }, status: '405' },
    ],
    [
      'that the server refused as unreadable',
      line({ request: String.raw`\x16\x03\x01`, status: '400' }),
      { ...request, request: null, status: '400' },
    ],
    ['that never came', line({ request: '-', status: '408' }), { ...request, request: null, status: '408' }],
    ['behind a prefix of syslog', `<190>Feb 10 16:41:07 web1 nginx: ${line()}`, request],
  ])('%s', (_title, text, logged) => expect(parse(text)).toMatchObject({ ok: true, logged }));
});

const LAYOUT = 'A line has: address, two names, time in brackets, "request", status, bytes, "referrer", "user agent".';
const TIME = 'a valid time from 1970 to 2199, such as 17/May/2015:10:05:03 +0000';
const REQUEST = 'method, target and HTTP version, such as "GET /docs/ HTTP/1.1"';
const ADDRESS = 'The address must be an IPv4 or IPv6 address';

describe('anything else is refused with a message about the wrong part', () => {
  it.each([
    ['nonsense', `The line must have the address here: "nonsense". ${LAYOUT}`],
    [line().slice(0, -1), `The line must have the "user agent" here: " \\"Mozilla/5.0 (X11)". ${LAYOUT}`],
    [`${line()}x`, `The line must have a space before further fields here: "x". ${LAYOUT}`],
    [
      line({ address: '' }),
      `The line must have the address here: " - - [17/May/2015:10:05:03 +0000] \\"GET /docs/ HTTP/1.1\\" 200 512 \\"https:/…. ${LAYOUT}`,
    ],
    [line({ address: 'www.example.com' }), `${ADDRESS}; got "www.example.com".`],
    [line({ address: 'Feb' }), `${ADDRESS}; got "Feb".`],
    [line({ address: '-' }), `${ADDRESS}; got "-".`],
    [line({ address: '192.0.2.256' }), `${ADDRESS}; got "192.0.2.256".`],
    [line({ address: '127.1' }), `${ADDRESS}; got "127.1".`],
    [line({ address: 'unix:' }), `${ADDRESS}; got "unix:".`],
    [
      line({ status: '20' }),
      `The line must have the status here: "20 512 \\"https://news.example/\\" \\"Mozilla/5.0 (X11)\\"". ${LAYOUT}`,
    ],
    [line({ time: '31/Feb/2015:10:05:03 +0000' }), `The time must be ${TIME}; got "31/Feb/2015:10:05:03 +0000".`],
    [line({ time: '17/Mai/2015:10:05:03 +0000' }), `The time must be ${TIME}; got "17/Mai/2015:10:05:03 +0000".`],
    [line({ time: '17/May/2015:24:05:03 +0000' }), `The time must be ${TIME}; got "17/May/2015:24:05:03 +0000".`],
    [line({ time: '17/May/2015:10:05:03 +2400' }), `The time must be ${TIME}; got "17/May/2015:10:05:03 +2400".`],
    [line({ time: '2015-05-17T10:05:03Z' }), `The time must be ${TIME}; got "2015-05-17T10:05:03Z".`],
    [line({ request: '-' }), `The request must be ${REQUEST}; got "-".`],
    [line({ request: 'GET /' }), `The request must be ${REQUEST}; got "GET /".`],
    [line({ request: 'GET /a b HTTP/1.1' }), `The request must be ${REQUEST}; got "GET /a b HTTP/1.1".`],
    [line({ request: String.raw`\x16\x03\x01` }), String.raw`The request must be ${REQUEST}; got "\\x16\\x03\\x01".`],
  ])('%s', (text, sentence) => expect(parse(text)).toEqual({ ok: false, sentence }));
});

it('the longest lines are parsed without backtracking', () => {
  const longest = [
    '"'.repeat(65_000),
    '\\'.repeat(65_000),
    ' ['.repeat(32_000),
    `${line()} ${'"1.2.3.4, '.repeat(6000)}`,
    line({ agent: '\\"'.repeat(32_000) }),
    line({ agent: 'x'.repeat(10) }).replace('x"', `x" "${'1.1.1.1,'.repeat(8000)}x"`),
    `${line()} "${'.'.repeat(65_000)}x"`,
    `${line()} "${'\\" '.repeat(21_000)}`,
  ];
  // So often that the test runs into its timeout if one of them takes quadratic time.
  for (const format of [combined, vhostCombined]) {
    const parser = new LineParser(format, []);
    for (let times = 0; times < 100; times++) for (const text of longest) expect(parser.parse(text)).toBeDefined();
  }
  expect(longest.map((text) => (parse(text) as { ok: boolean }).ok)).toEqual([
    false,
    false,
    false,
    true,
    true,
    true,
    true,
    true,
  ]);
});
