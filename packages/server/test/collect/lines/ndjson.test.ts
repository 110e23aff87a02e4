import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { clientOf } from '#goalpost/collect/client/client-of.js';
import { NdjsonReader } from '#goalpost/collect/lines/ndjson.js';
import type { Outcome, ReadEvent } from '#goalpost/collect/lines/outcome.js';

const LINE = '{"session_id":"1","id":"e1","type":"visit","at":"2026-01-03T10:00:00Z","url":"/"}';
const ANONYMOUS = '{"session_id":"1","type":"visit","at":"2026-01-03T10:00:00Z","url":"/"}';

function read(lines: string[], { includeBots = false } = {}): Outcome<ReadEvent>[] {
  const reader = new NdjsonReader({ includeBots });
  const outcomes = lines.map((line) => reader.read(line));
  reader.close();
  return outcomes;
}

const withAgent = (agent: string) => JSON.stringify({ ...JSON.parse(LINE), user_agent: agent });
const visit = (id: string, userAgent: string | null = null) => ({
  kind: 'found',
  found: {
    client: clientOf({ userAgent }),
    event: {
      type: 'visit',
      sessionId: '1',
      id,
      at: 1_767_434_400_000,
      origin: 'trusted',
      url: '/',
      title: null,
      referrer: null,
    },
    visitor: null,
  },
});

it('a line is an event', () => expect(read([LINE])).toEqual([visit('e1')]));

it('identical lines without an id are different events', () => {
  const digest = createHash('sha256').update(ANONYMOUS).digest('base64url');
  expect(read([ANONYMOUS, LINE, ANONYMOUS])).toEqual([visit(digest), visit('e1'), visit(`${digest}-1`)]);
});

const NOT_JSON =
  'The line must be a JSON object, such as {"session_id":"1","id":"e1","type":"visit","at":"2026-01-03T10:00:00Z","url":"https://shop.example/"}; it is not valid JSON.';

describe('a line that is not an event is refused with its first fault and the number of others', () => {
  it.each([
    ['not json', { kind: 'refused', refusal: 'malformed', sentence: NOT_JSON }],
    [LINE.slice(0, -1), { kind: 'refused', refusal: 'malformed', sentence: NOT_JSON }],
    [`${LINE}${LINE}`, { kind: 'refused', refusal: 'malformed', sentence: NOT_JSON }],
    [
      LINE.replace('"1"', '"a b"'),
      {
        kind: 'refused',
        refusal: 'invalid',
        sentence:
          'The session_id field must be a session id (1 to 64 of A-Z, a-z, 0-9, ".", "_", "-") or an integer from 0 to 9007199254740991 (send a larger one as a string); got "a b".',
      },
    ],
    [
      '{"session_id":"1","id":"a.b","type":"event","at":"2026-01-03T10:00:00Z"}',
      {
        kind: 'refused',
        refusal: 'invalid',
        sentence: 'The id field must be 1 to 64 letters, digits, "_" or "-"; got "a.b". (and 1 more error)',
      },
    ],
    [
      '{"session_id":"1","id":"a.b","type":"event","at":"2026-01-03T10:00:00Z","value":"1"}',
      {
        kind: 'refused',
        refusal: 'invalid',
        sentence: 'The id field must be 1 to 64 letters, digits, "_" or "-"; got "a.b". (and 2 more errors)',
      },
    ],
  ])('%s', (line, outcome) => expect(read([line])).toEqual([outcome]));
});

it('JSON of any depth is accepted', () => {
  const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
  expect(read([LINE.replace('"/"', `"/","x":${deep}`)])).toEqual([visit('e1')]);
});

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const GOOGLEBOT = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';

describe('bots are left out unless requested', () => {
  it.each([
    [GOOGLEBOT, false, { kind: 'filtered', reason: 'bot' }],
    [GOOGLEBOT, true, visit('e1', GOOGLEBOT)],
    [FIREFOX, false, visit('e1', FIREFOX)],
    ['', false, visit('e1', '')],
  ])('%j, requested: %s', (agent, includeBots, outcome) => {
    expect(read([withAgent(agent)], { includeBots })).toEqual([outcome]);
    // The second time, the result is cached.
    expect(read([withAgent(agent)], { includeBots })).toEqual([outcome]);
  });
});
