import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ProjectId } from '#goalpost/model/ids.js';
import { useApi } from '../../../support/api.js';
import { project, urlGoal } from '../../../support/builders.js';
import { line, lines, NOTHING, send, storedIds } from './lines.js';

const api = useApi();
let token: string;

beforeEach(async () => {
  token = await api.issue({ abilities: ['events:write'] });
  await api.store.goals.create('p1' as ProjectId, urlGoal('/thanks', { key: 'thanks' }));
});

const summary = async (body: string | Buffer, query?: string) => {
  const answer = await send(api, token, body, query);
  expect(answer.statusCode).toBe(200);
  expect(answer.headers).toMatchObject({ 'x-ratelimit-limit': '100000' });
  const { error, data, ...rest } = answer.json();
  expect([error, rest]).toEqual([false, {}]);
  return data;
};

const EXPECTED_LINE =
  'a JSON object, such as {"session_id":"1","id":"e1","type":"visit","at":"2026-01-03T10:00:00Z","url":"https://shop.example/"}';
const CUT_OFF = 'The input ends here without a line break: it may be cut off.';

describe('an import answers with the outcome of its lines:', () => {
  it('no lines', async () => {
    expect(await summary('')).toEqual({ ...NOTHING, format: null });
  });

  it('each kind once; blank lines only count in line numbers', async () => {
    const body = Buffer.concat([
      Buffer.from(`${line('e1')}\n${line('e1')}nonsense\n{"type":"visit"}\n${'x'.repeat(65_537)}\n`),
      Buffer.from('caf\xe9\n', 'latin1'),
      Buffer.from(line('e2').replace('}', ',"user_agent":"Googlebot/2.1"}')),
    ]);
    expect(await summary(body)).toEqual({
      ...NOTHING,
      lines: 7,
      stored: 1,
      repeated: 1,
      filtered: { bot: 1, asset: 0, status: 0, method: 0, excluded: 0 },
      refused: { too_long: 1, not_utf8: 1, malformed: 1, invalid: 1 },
      refusals: [
        { line: 4, kind: 'malformed', reason: `The line must be ${EXPECTED_LINE}; it is not valid JSON.` },
        {
          line: 5,
          kind: 'invalid',
          reason:
            'The session_id field is required: it must be a session id (1 to 64 of A-Z, a-z, 0-9, ".", "_", "-") or an integer from 0 to 9007199254740991 (send a larger one as a string). (and 2 more errors)',
        },
        { line: 6, kind: 'too_long', reason: 'The line must be at most 65536 bytes long.' },
        { line: 7, kind: 'not_utf8', reason: 'The line must be UTF-8 text.' },
      ],
      truncated: null,
    });
    expect(await storedIds(api)).toEqual(['e1']);
  });

  it('a last line without a line break, if it can be read', async () => {
    expect(await summary(lines(2).trimEnd())).toEqual({ ...NOTHING, lines: 2, stored: 2 });
  });

  it('only the first 1000 refused lines are listed; all are counted', async () => {
    const data = await summary('?\n'.repeat(1001));
    expect(data.refused.malformed).toBe(1001);
    expect(data.refusals).toHaveLength(1000);
    expect(data.refusals[999].line).toBe(1000);
  });
});

it.each(['application/x-ndjson', 'application/ndjson', 'application/jsonl', 'application/x-ndjson; charset=utf-8'])(
  'it takes %s',
  async (type) => {
    const answer = await api.send('POST', '/events/import', token, lines(1), { 'content-type': type });
    expect(answer.json()).toEqual({ error: false, data: { ...NOTHING, lines: 1, stored: 1 } });
  },
);

it('a second import of the same lines stores nothing twice, even for lines without an id', async () => {
  const anonymous = '{"session_id":"1","type":"visit","at":"2026-01-03T10:00:00Z","url":"/thanks"}\n';
  const body = lines(3) + anonymous + anonymous;
  expect(await summary(body)).toEqual({ ...NOTHING, lines: 5, stored: 5 });
  const stored = await storedIds(api);
  expect(stored).toHaveLength(5);
  expect(await summary(body)).toEqual({ ...NOTHING, lines: 5, repeated: 5 });
  expect(await storedIds(api)).toEqual(stored);
});

it('imported events go only to the project of the token', async () => {
  await api.store.projects.create(project({ id: 'p2' }));
  const other = await api.issue({ projectId: 'p2', abilities: ['events:write'] });
  expect((await send(api, other, lines(2))).json().data.stored).toBe(2);
  expect(await storedIds(api)).toEqual([]);
  expect(await summary(lines(2))).toEqual({ ...NOTHING, lines: 2, stored: 2 });
});

it('a gzip body is unpacked, whatever its headers say', async () => {
  expect(await summary(gzipSync(lines(3)))).toEqual({ ...NOTHING, lines: 3, stored: 3 });
  expect(await storedIds(api)).toEqual(['e0', 'e1', 'e2']);
});

it('one request may have 30,000 lines, the last 1000 of them new', async () => {
  await summary(lines(29_000));
  expect(await summary(lines(30_000))).toEqual({ ...NOTHING, lines: 30_000, stored: 1000, repeated: 29_000 });
  expect(await storedIds(api)).toHaveLength(30_000);
});

describe('bots are left out unless requested:', () => {
  const bot = line('e1').replace('}', ',"user_agent":"Googlebot/2.1"}');
  const left = { ...NOTHING, lines: 1, filtered: { ...NOTHING.filtered, bot: 1 } };
  const stored = { ...NOTHING, lines: 1, stored: 1 };
  it.each([
    ['', left],
    ['?include_bots=false', left],
    ['?include_bots=true', stored],
    ['?other=1', left],
  ])('import%s', async (query, expected) => expect(await summary(bot, query)).toEqual(expected));
});

describe('of a body that was cut off, the complete lines are stored and the rest is reported:', () => {
  it('in the middle of a line', async () => {
    const body = lines(3);
    expect(await summary(body.slice(0, -20))).toEqual({
      ...NOTHING,
      lines: 3,
      stored: 2,
      refused: { ...NOTHING.refused, malformed: 1 },
      refusals: [
        { line: 3, kind: 'malformed', reason: `The line must be ${EXPECTED_LINE}; it is not valid JSON. ${CUT_OFF}` },
      ],
      truncated: 'The input may be cut off after line 2: line 3 has no line break and cannot be read.',
    });
    expect(await storedIds(api)).toEqual(['e0', 'e1']);
  });

  it('in the middle of its gzip data', async () => {
    const packed = gzipSync(lines(3));
    expect(await summary(packed.subarray(0, -8))).toEqual({
      ...NOTHING,
      lines: 3,
      stored: 3,
      truncated: 'The input ended early, after line 3: the gzip data is incomplete.',
    });
    expect(await storedIds(api)).toEqual(['e0', 'e1', 'e2']);
  });

  it('where its gzip data is damaged', async () => {
    const packed = gzipSync(lines(5000));
    packed.writeUInt32LE(0, packed.length - 8);
    const { stored, truncated } = await summary(packed);
    expect(truncated).toBe(`The input ended early, after line ${stored}: the gzip data is damaged.`);
    expect(stored).toBeGreaterThan(4000);
    expect(await storedIds(api)).toHaveLength(stored);
  });
});

describe('an access log', () => {
  const log = '10.0.0.5 - - [10/Feb/2025:16:41:07 +0000] "GET /thanks HTTP/1.1" 200 368 "-" "-" "203.0.113.7"\n';
  const logged = { ...NOTHING, lines: 1, stored: 1, format: 'combined' };

  it.each([
    ['?format=access-log', { ...logged, forwarded: 1 }],
    ['?format=combined&origin=https://shop.example', { ...logged, forwarded: 1 }],
    ['?format=access-log&trusted_proxy=10.0.0.0/8,192.0.2.1', logged],
    [`?log_format=${encodeURIComponent('%h %l %u %t "%r" %>s %b %a')}`, { ...logged, format: 'log-format' }],
  ])('is imported with %s', async (query, expected) => {
    expect(await summary(log, query)).toEqual(expected);
    expect(await summary(log, query)).toEqual({ ...expected, stored: 0, repeated: 1 });
  });

  it('may be sent as text/plain', async () => {
    const answer = await api.send('POST', '/events/import?format=common', token, log.replace(/ "-" .*/, ''), {
      'content-type': 'text/plain',
    });
    expect(answer.json().data).toEqual({ ...logged, format: 'common' });
  });
});
