import { describe, expect, it } from 'vitest';
import { type AccessLogOptions, AccessLogReader } from '#goalpost/collect/access-log/access-log.js';
import { combined } from '#goalpost/collect/access-log/formats/combined.js';
import type { Outcome } from '#goalpost/collect/lines/outcome.js';
import type { Event } from '#goalpost/model/event.js';
import { ID_PATTERNS } from '#goalpost/model/ids.js';
import { MemoryEventStore, project } from '../import/memory-event-store.js';

const line = ({
  address = '203.0.113.7',
  time = '10:00:00',
  method = 'GET',
  target = '/docs/',
  status = '200',
  referrer = '-',
  agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
} = {}) =>
  `${address} - - [03/Jan/2026:${time} +0000] "${method} ${target} HTTP/1.1" ${status} 512 "${referrer}" "${agent}"`;

type Read = { kind: 'event'; event: Event } | Exclude<Outcome<never>, { kind: 'found' }>;

async function read(
  lines: string[],
  options: Partial<AccessLogOptions> = {},
  { visitorKey = project.visitorKey, store = new MemoryEventStore() } = {},
): Promise<Read[]> {
  const reader = new AccessLogReader({ ...project, visitorKey }, store, combined, {
    includeBots: false,
    pagePattern: null,
    exclude: null,
    ...options,
  });
  const outcomes = lines.map((text) => reader.read(text));
  const found = await reader.events(outcomes.flatMap((outcome) => (outcome.kind === 'found' ? [outcome.found] : [])));
  const events = found.values();
  reader.close();
  return outcomes.map((outcome) =>
    outcome.kind === 'found' ? { kind: 'event', event: events.next().value!.event } : outcome,
  );
}

/** The events of lines. Throws unless all lines are visits. */
async function visits(lines: string[], options: Partial<AccessLogOptions> = {}, visitorKey = project.visitorKey) {
  return (await read(lines, options, { visitorKey })).map((outcome) => {
    if (outcome.kind !== 'event') throw new Error(`not a visit: ${JSON.stringify(outcome)}`);
    return outcome.event;
  });
}

/** The session of each visit as a letter: `aab` means that the third visit started a new session. */
async function sessions(lines: string[]): Promise<string> {
  const ids = (await visits(lines)).map(({ sessionId }) => sessionId);
  const inOrder = [...new Set(ids)];
  return ids.map((id) => String.fromCharCode(97 + inOrder.indexOf(id))).join('');
}

const IPAD =
  'Mozilla/5.0 (iPad; CPU OS 6_0_1 like Mac OS X) AppleWebKit/536.26 (KHTML, like Gecko) Version/6.0 Mobile/10A523 Safari/8536.25';
const GOOGLEBOT = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';

describe('a request for a page is a visit; others are filtered by reason', () => {
  it.each<[string, string, Partial<AccessLogOptions>, string]>([
    ['a page', line(), {}, 'event'],
    ['a page with a query', line({ target: '/?a=b.png' }), {}, 'event'],
    ['a page whose folder has a dot', line({ target: '/v1.js/guide' }), {}, 'event'],
    ['a page with an extension', line({ target: '/a.html' }), {}, 'event'],
    ["a page in the visitor's cache", line({ status: '304' }), {}, 'event'],
    ['part of a page', line({ status: '206' }), {}, 'event'],
    ['a redirect', line({ status: '301' }), {}, 'status'],
    ['a missing page', line({ status: '404' }), {}, 'status'],
    ['a failure', line({ status: '500' }), {}, 'status'],
    ['a form', line({ method: 'POST' }), {}, 'method'],
    ['a HEAD request', line({ method: 'HEAD' }), {}, 'method'],
    ['an OPTIONS request', line({ method: 'OPTIONS', target: '*' }), {}, 'method'],
    ['an image', line({ target: '/logo.png' }), {}, 'asset'],
    ['an image, in capitals, with a query', line({ target: '/LOGO.PNG?v=1' }), {}, 'asset'],
    ['a feed', line({ target: '/feed.atom' }), {}, 'asset'],
    ['an asset by absolute URL', line({ target: 'http://shop.example/a.css?v=1' }), {}, 'asset'],
    ['a bot', line({ agent: GOOGLEBOT }), {}, 'bot'],
    ['a bot with includeBots', line({ agent: GOOGLEBOT }), { includeBots: true }, 'event'],
    ['a request without a user agent', line({ agent: '-' }), {}, 'event'],
    ['a bot and an asset', line({ target: '/robots.txt', agent: GOOGLEBOT }), {}, 'asset'],
    ['a page by pattern', line({ target: '/logo.png?v=1' }), { pagePattern: (path) => path === '/logo.png' }, 'event'],
    ['a path outside the pattern', line(), { pagePattern: (path) => path === '/logo.png' }, 'excluded'],
    [
      'an excluded page',
      line({ target: '/?flav=rss20#x' }),
      { exclude: (text) => text === '/?flav=rss20' },
      'excluded',
    ],
    ['a page by pattern, excluded', line(), { pagePattern: () => true, exclude: () => true }, 'excluded'],
    ['a page that is not excluded', line(), { exclude: (text) => text === '/' }, 'event'],
  ])('%s', async (_title, text, options, expected) => {
    expect(
      (await read([text], options)).map((outcome) => (outcome.kind === 'filtered' ? outcome.reason : outcome.kind)),
    ).toEqual([expected]);
  });
});

describe('a visit has the requested page, and the referrer if it is a URL', () => {
  it.each([
    [{ target: '/a?b=c' }, { url: '/a?b=c', referrer: null }],
    [{ target: 'http://shop.example/a?b=c' }, { url: 'http://shop.example/a?b=c', referrer: null }],
    [
      { target: '/', referrer: 'https://news.example/?q=1' },
      { url: '/', referrer: 'https://news.example/?q=1' },
    ],
    [
      { target: '/', referrer: 'android-app://com.example' },
      { url: '/', referrer: 'android-app://com.example' },
    ],
    [
      { target: '/', referrer: 'ftp://news.example/' },
      { url: '/', referrer: null },
    ],
    [
      { target: '/', referrer: `https://news.example/${'x'.repeat(2048)}` },
      { url: '/', referrer: null },
    ],
  ])('%j', async (fields, expected) => {
    expect(await visits([line(fields)])).toEqual([
      {
        type: 'visit',
        origin: 'trusted',
        sessionId: expect.stringMatching(ID_PATTERNS.session),
        id: expect.stringMatching(ID_PATTERNS.event),
        at: 1_767_434_400_000,
        title: null,
        ...expected,
      },
    ]);
  });
});

it('with the origin of the site, pages have absolute URLs and the same ids', async () => {
  const log = [line({ target: '/a?b=c' }), line({ target: '//a' }), line({ target: 'https://other.example/a' })];
  const whole = await visits(log, { origin: 'https://shop.example' });
  expect(whole).toMatchObject([
    { url: 'https://shop.example/a?b=c' },
    { url: 'https://shop.example//a' },
    { url: 'https://other.example/a' },
  ]);
  const ids = (of: typeof whole) => of.map(({ sessionId, id }) => [sessionId, id]);
  expect(ids(whole)).toEqual(ids(await visits(log)));
});

const NOT_A_PAGE =
  'The requested target must be a path beginning with "/", or an absolute URL, of at most 2048 characters';

describe('a request that cannot be a page or a filtered one is refused', () => {
  it.each([
    [
      'nonsense',
      'malformed',
      'The line must have the address here: "nonsense". A line has: address, two names, time in brackets, "request", status, bytes, "referrer", "user agent".',
    ],
    [line({ target: 'docs/' }), 'invalid', `${NOT_A_PAGE}; got "docs/".`],
    [line({ target: `/${'x'.repeat(2048)}` }), 'invalid', `${NOT_A_PAGE}; got "/${'x'.repeat(74)}….`],
  ])('%s', async (text, refusal, sentence) =>
    expect(await read([text])).toEqual([{ kind: 'refused', refusal, sentence }]),
  );
});

describe('a session is an address and a user agent without a gap of more than 30 minutes', () => {
  it.each([
    ['one visitor', [line(), line({ time: '10:00:09' })], 'aa'],
    ['a gap of 30 minutes', [line(), line({ time: '10:30:00' })], 'aa'],
    ['a longer gap', [line(), line({ time: '10:30:01' })], 'ab'],
    ['several short gaps', [line(), line({ time: '10:20:00' }), line({ time: '10:50:00' })], 'aaa'],
    ['two addresses', [line(), line({ address: '203.0.113.8' }), line()], 'aba'],
    ['two user agents', [line(), line({ agent: IPAD }), line()], 'aba'],
    ['a missing and an empty user agent', [line({ agent: '-' }), line({ agent: '' })], 'aa'],
    ['a line earlier than the one before', [line({ time: '10:25:00' }), line({ time: '10:00:00' })], 'aa'],
    ['a line much earlier', [line({ time: '12:00:00' }), line({ time: '10:00:00' })], 'ab'],
    [
      'the end of a log before its beginning',
      [line({ time: '12:00:00' }), line(), line({ time: '10:20:00' }), line({ time: '12:10:00' })],
      'abba',
    ],
    [
      'a gap counts from the newest line',
      [line({ time: '10:20:00' }), line({ time: '09:55:00' }), line({ time: '10:30:00' })],
      'aaa',
    ],
  ])('%s', async (_title, lines, expected) => expect(await sessions(lines)).toBe(expected));

  it('a filtered request does not bridge a gap', async () => {
    const outcomes = await read([line(), line({ time: '10:25:00', target: '/logo.png' }), line({ time: '10:50:00' })]);
    const ids = outcomes.flatMap((outcome) => (outcome.kind === 'event' ? [outcome.event.sessionId] : []));
    expect(new Set(ids).size).toBe(2);
  });
});

describe('ids come from the log and the project', () => {
  const log = [
    line(),
    line(),
    line({ time: '10:00:09' }),
    line({ address: '203.0.113.8' }),
    line({ time: '11:00:00' }),
  ];

  it('the same log gives the same ids', async () => expect(await visits(log)).toEqual(await visits(log)));

  it('identical lines are different visits', async () => {
    expect(new Set((await visits(log)).map(({ id }) => id)).size).toBe(5);
  });

  it('another project has other ids', async () => {
    const other = await visits(log, {}, 'cd'.repeat(32));
    const ids = new Set((await visits(log)).flatMap(({ sessionId, id }) => [sessionId, id]));
    expect(other.filter(({ sessionId, id }) => ids.has(sessionId) || ids.has(id))).toEqual([]);
  });

  it('a log that has grown keeps the ids it had', async () => {
    expect((await visits(log)).slice(0, 3)).toEqual(await visits(log.slice(0, 3)));
  });
});

describe('what is never stored is dropped', () => {
  it('a login in the requested address and in the referrer', async () => {
    const logged = line({
      target: 'https://jane:secret@shop.example/a',
      referrer: 'https://jane:secret@news.example/',
    });
    const bare = line({ target: 'https://shop.example/a', referrer: 'https://news.example/' });
    expect(await visits([logged])).toEqual(await visits([bare]));
    expect(await visits([logged])).toMatchObject([
      { url: 'https://shop.example/a', referrer: 'https://news.example/' },
    ]);
  });

  it('NUL, which becomes U+FFFD', async () => {
    expect(await visits([line({ target: '/a\0b', referrer: 'https://news.example/\0' })])).toMatchObject([
      { url: '/a\ufffdb', referrer: 'https://news.example/\ufffd' },
    ]);
  });
});
