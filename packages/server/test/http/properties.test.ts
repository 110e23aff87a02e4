import { gzipSync } from 'node:zlib';
import fc, { type Arbitrary } from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import { BASE_PATH } from '#goalpost/app.js';
import { writeCursor } from '#goalpost/http/cursor.js';
import type { GoalKey, ProjectId } from '#goalpost/model/ids.js';
import { useApi } from '../support/api.js';
import type { Answer } from '../support/app.js';
import { click, goal, project, T0, urlGoal, visit } from '../support/builders.js';
import { repetitions } from '../support/repetitions.js';
import { nearly, type Sent, sent } from './arbitraries.js';

// Two projects have data of the same sessions; whatever is sent with a token of the one, nothing of the other is
// answered. What belongs to the other, and is never part of a request, has "hidden" in it.

const api = useApi({ trustedProxies: ['127.0.0.1'] });
const [p1, p2] = ['p1', 'p2'] as [ProjectId, ProjectId];
const OTHERS_SESSION = 'of-p2-alone';

beforeEach(async () => {
  await api.store.projects.create(project({ id: 'p2', name: 'hidden' }));
  await api.store.goals.create(p1, urlGoal('/', { key: 'page' }));
  await api.store.goals.create(p1, goal({ type: 'click', rule: { selector: 'a' } }, { key: 'link' }));
  await api.store.goals.create(p2, urlGoal('/', { key: 'hidden-goal', name: 'hidden' }));
  for (const [index, sessionId] of ['1', '2', '3', 'a.b_c-d', OTHERS_SESSION].entries()) {
    const at = T0 + index * 86_400_000;
    await api.store.events.record(p2, [
      visit('https://hidden.example/', { sessionId, id: 'hidden-1', at, title: 'hidden' }),
      visit('/hidden', { sessionId, id: 'hidden-2', at: at + 1 }),
    ]);
    if (sessionId === OTHERS_SESSION) continue;
    await api.record(
      visit('https://shop.example/', { sessionId, id: 'v1', at, title: 'Shop' }),
      click([{ tag: 'a' }], { sessionId, id: 'c1', at: at + 1000 }),
      visit('/cart', { sessionId, id: 'v2', at: at + 2000 }),
    );
  }
});

const FAILURE = { error: true, message: expect.stringMatching(/./) };

/** The answer as JSON, after what holds for every answer has been asserted. */
function documented(answer: Answer, succeeded: number[]): Record<string, unknown> {
  expect([...succeeded, 401, 403, 404, 413, 415, 422, 429]).toContain(answer.statusCode);
  expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
  expect(answer.headers['x-ratelimit-limit']).toMatch(/^\d+$/);
  expect(answer.headers['x-ratelimit-remaining']).toMatch(/^\d+$/);
  expect('retry-after' in answer.headers).toBe(answer.statusCode === 429);
  expect(`${answer.body}${JSON.stringify(answer.headers)}`).not.toContain('hidden');
  const body = answer.json();
  if (answer.statusCode === 422) {
    expect(Object.keys(body)).toEqual(['message', 'errors']);
    expect(body.message).toMatch(/./);
    for (const [path, sentences] of Object.entries(body.errors)) {
      expect(path).toMatch(/./);
      expect(sentences).toEqual([expect.stringMatching(/./)]);
    }
  } else if (!succeeded.includes(answer.statusCode)) expect(body).toEqual(FAILURE);
  return body;
}

const post = (address: string, { body, headers }: Sent, method: 'POST' | 'PATCH' = 'POST') =>
  api.app.inject({ method, url: `${BASE_PATH}${address}`, headers, payload: body });

const sessionId = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<string | number>(1, 2, '3', 'a.b_c-d', OTHERS_SESSION) },
  fc.nat(),
  fc.stringMatching(/^[A-Za-z0-9._-]{1,64}$/),
);

const instant = fc
  .date({ min: new Date(T0 - 5e8), max: new Date(T0 + 5e8), noInvalidDate: true })
  .map((at) => at.toISOString());

const date = instant.chain((at) => fc.constantFrom(at, at.slice(0, 10), at.slice(0, 19).replace('T', ' ')));

const cursor = fc
  .record({
    occurredAt: fc.oneof(fc.constant(T0), fc.maxSafeInteger()),
    id: fc.oneof(fc.constant('1:url:page:v1'), fc.string()),
    snapshot: fc.oneof(fc.constantFrom('0', '1', '2'), fc.string()),
  })
  .map(writeCursor);

const selection = {
  session_ids: fc.array(sessionId, { minLength: 1, maxLength: 40 }),
  start_date: date,
  end_date: fc.option(fc.constant('2026-02-01')),
  conversion_types: fc.option(fc.array(fc.constantFrom('click', 'url', 'event'))),
  expand: fc.boolean(),
};

const request: Arbitrary<object> = fc.oneof(
  fc.record(
    { ...selection, key: fc.constantFrom('list', null), limit: fc.integer({ min: 1, max: 10_000 }), cursor },
    { requiredKeys: ['session_ids'] },
  ),
  fc.record({ ...selection, key: fc.constant('count') }, { requiredKeys: ['session_ids', 'key'] }),
);

it('get-conversions: whatever is sent, the answer is a documented one, and of the own project alone', {
  timeout: 60_000,
}, async () => {
  const token = await api.issue();
  let succeeded = 0;
  let found = 0;
  await fc.assert(
    fc.asyncProperty(sent(nearly(request), 'application/json', `Bearer ${token}`), async (message) => {
      const answer = await post('/sessions/get-conversions', message);
      const body = documented(answer, [200]);
      if (answer.statusCode !== 200) return;
      const asked = JSON.parse(String(message.body));
      succeeded++;
      const data = body.data as (string | Record<string, unknown>)[];
      const paged = asked.limit != null || asked.cursor != null;
      expect(body).toEqual({ error: false, data, ...(paged && { next_cursor: body.next_cursor }) });
      const ids = asked.session_ids.map(String);
      if (asked.key === 'count') {
        expect(data).toHaveLength(ids.length);
        for (const [index, entry] of data.entries()) {
          if (!asked.expand) expect(entry).toMatch(/^[0-3]$/);
          else expect(entry).toMatchObject({ session_id: ids[index] });
          if (asked.expand && ids[index] === OTHERS_SESSION) expect(entry).toMatchObject({ known: false, count: 0 });
        }
      } else {
        found += data.length;
        for (const entry of data) {
          const id = asked.expand ? (entry as { id: string }).id : entry;
          expect(id).toMatch(/^(1|2|3|a\.b_c-d):(url:page:v[12]|click:link:c1)$/);
          expect(ids).toContain(String(id).split(':')[0]);
        }
      }
    }),
    { numRuns: repetitions(3000) },
  );
  expect(succeeded).toBeGreaterThan(repetitions(300));
  expect(found).toBeGreaterThan(repetitions(300));
});

const goalBody: Arbitrary<object> = fc.oneof(
  fc.record(
    {
      key: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,10}$/),
      name: fc.constantFrom('Thanks', 'x'),
      type: fc.constant('url'),
      rule: fc.record({ match: fc.constantFrom('prefix', 'glob', 'regex'), pattern: fc.string({ minLength: 1 }) }),
      count: fc.constantFrom('every', 'once', null),
      value: fc.constantFrom(null, '5', '-1.25'),
      currency: fc.constantFrom(null, 'EUR'),
    },
    { requiredKeys: ['key', 'name', 'type', 'rule'] },
  ),
  fc.record({
    key: fc.constant('buy'),
    name: fc.string({ minLength: 1, unit: 'binary' }),
    type: fc.constant('click'),
    rule: fc.record({ selector: fc.oneof(fc.constantFrom('a', '.b > c', ':is(a'), fc.string()), text: fc.string() }),
  }),
);

it('goals: whatever is sent, the answer is a documented one, and the goals of another project stay as they are', {
  timeout: 60_000,
}, async () => {
  const token = await api.issue({ abilities: ['goals:write'] });
  const before = await api.store.goals.list(p2);
  const succeeded = { POST: 0, PATCH: 0 };
  const change = fc.tuple(
    fc.constantFrom<['POST', string] | ['PATCH', string]>(
      ['POST', '/goals'],
      ['PATCH', '/goals/page'],
      ['PATCH', '/goals/of-p2'],
    ),
    sent(nearly(goalBody), 'application/json', `Bearer ${token}`),
  );
  await fc.assert(
    fc.asyncProperty(change, async ([[method, address], message]) => {
      const asked = method === 'PATCH' ? { ...message, body: withoutKey(message.body) } : message;
      const answer = await post(address, asked, method);
      const { data } = documented(answer, method === 'POST' ? [201] : [200]) as { data?: { key: GoalKey } };
      if (data === undefined) return;
      succeeded[method]++;
      if (method === 'POST') expect(await api.store.goals.remove(p1, data.key)).toBe(true);
      else expect(data.key).toBe('page');
    }),
    { numRuns: repetitions(2000) },
  );
  expect(await api.store.goals.list(p2)).toEqual(before);
  expect(succeeded.POST).toBeGreaterThan(repetitions(40));
  expect(succeeded.PATCH).toBeGreaterThan(repetitions(40));
});

/** A goal keeps its key, so a change that has one is refused. */
const withoutKey = (body: string | Buffer) => (typeof body === 'string' ? body.replace('"key"', '"kept"') : body);

const event: Arbitrary<object> = fc.record(
  {
    session_id: sessionId,
    id: fc.stringMatching(/^[A-Za-z0-9_-]{1,10}$/),
    type: fc.constantFrom('visit', 'click', 'event'),
    at: instant,
    url: fc.oneof(fc.webUrl(), fc.constant('/thanks')),
    name: fc.string({ minLength: 1 }),
    title: fc.option(fc.string({ unit: 'binary' })),
    element: fc.array(fc.record({ tag: fc.constantFrom('a', 'body') }), { maxLength: 3 }),
    properties: fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue({ maxDepth: 0 }), { maxKeys: 3 }),
    user_agent: fc.constantFrom(null, 'Googlebot/2.1', 'Firefox'),
  },
  { requiredKeys: ['session_id', 'type', 'at', 'url', 'name'] },
);

const file = fc
  .record({
    lines: fc.array(nearly(event), { maxLength: 20 }),
    ending: fc.constantFrom('\n', '\r\n'),
    isPacked: fc.boolean(),
    cut: fc.nat({ max: 30 }),
  })
  .map(({ lines, ending, isPacked, cut }) => {
    const whole = Buffer.concat(lines.map((line) => Buffer.concat([Buffer.from(line), Buffer.from(ending)])));
    const packed = isPacked ? gzipSync(whole) : whole;
    return packed.subarray(0, cut > 20 ? packed.length - cut : packed.length);
  });

it('imports: whatever is sent, the answer is a documented one, which tells what became of every line', {
  timeout: 60_000,
}, async () => {
  const token = await api.issue({ abilities: ['events:write'] });
  const hidden = {
    projectId: p2,
    sessionIds: ['1', '2', '3'] as never[],
    period: { from: null, until: null },
    types: null,
  };
  const before = await api.store.conversions.count(hidden);
  let stored = 0;
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(sent(file, 'application/x-ndjson', `Bearer ${token}`), async (message) => {
      const answer = await post('/events/import', message);
      const body = documented(answer, [200]);
      if (answer.statusCode !== 200) return;
      const data = body.data as Summary;
      expect(body).toEqual({ error: false, data });
      const refusals = sum(data.refused);
      expect(data.lines).toBe(data.stored + data.repeated + sum(data.filtered) + refusals);
      expect(data.refusals).toHaveLength(refusals);
      stored += data.stored;
      refused += refusals;
    }),
    { numRuns: repetitions(1000) },
  );
  expect(await api.store.conversions.count(hidden)).toEqual(before);
  expect(stored).toBeGreaterThan(repetitions(100));
  expect(refused).toBeGreaterThan(repetitions(100));
});

interface Summary {
  lines: number;
  stored: number;
  repeated: number;
  filtered: Record<string, number>;
  refused: Record<string, number>;
  refusals: unknown[];
}

const sum = (counts: Record<string, number>) => Object.values(counts).reduce((total, count) => total + count, 0);
