import { describe, expect, it } from 'vitest';
import { BASE_PATH } from '#goalpost/app.js';
import type { ProjectId } from '#goalpost/model/ids.js';
import { useApi } from '../../support/api.js';
import { goal, urlGoal } from '../../support/builders.js';
import { send, track, tracked } from './track.js';

const api = useApi();
const P1 = 'p1' as ProjectId;

const conversionsOf = async (session: string) =>
  (await api.ask({ session_ids: [session] }, await api.issue())).json().data as string[];

it('the answer has the session of the events, and their conversions are stored', async () => {
  await api.store.goals.create(P1, urlGoal('/thanks', { key: 'thanks' }));
  await api.store.goals.create(P1, goal({ type: 'click', rule: { selector: 'a.buy' } }, { key: 'buy' }));
  await api.store.goals.create(P1, goal({ type: 'event', rule: { name: 'purchase' } }, { key: 'purchase' }));
  const answer = await send(api, {
    site: 'site-p1',
    events: [
      tracked({ id: 'v', url: 'https://shop.example/thanks', age: 30 }),
      tracked({ id: 'c', type: 'click', age: 20, element: [{ tag: 'a', classes: ['buy'] }], text: 'Buy' }),
      tracked({ id: 'e', type: 'event', age: 10, name: 'purchase', value: '49.00', currency: 'EUR' }),
    ],
  });
  expect(answer.statusCode).toBe(202);
  const { session_id } = answer.json().data;
  expect(answer.json()).toEqual({ error: false, data: { session_id } });
  expect(session_id).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
  expect(await conversionsOf(session_id)).toEqual([
    `${session_id}:url:thanks:v`,
    `${session_id}:click:buy:c`,
    `${session_id}:event:purchase:e`,
  ]);
});

it.each(['text/plain', 'text/plain;charset=UTF-8', 'application/json'])('a body of type %s is read', async (type) => {
  const body = { site: 'site-p1', events: [tracked()] };
  expect((await send(api, body, { headers: { 'content-type': type } })).statusCode).toBe(202);
});

it('the time of an event is the time of arrival minus its age, whatever clocks say', async () => {
  await api.store.goals.create(P1, urlGoal('/', { key: 'any' }));
  const session = await track(api, [tracked({ age: 1500.4 })]);
  const { data } = (await api.ask({ session_ids: [session], expand: true }, await api.issue())).json();
  expect(data[0].occurred_at).toBe('2026-01-03T09:59:58.500Z');
});

it('an event that is sent again is stored once', async () => {
  await api.store.goals.create(P1, urlGoal('/', { key: 'any' }));
  const session = await track(api, [tracked()]);
  api.now += 5000;
  expect(await track(api, [tracked({ age: 5000 })])).toBe(session);
  expect(await conversionsOf(session)).toEqual([`${session}:url:any:e1`]);
});

it('nobody learns from the answer whether an event was there already', async () => {
  const body = { site: 'site-p1', session_id: 'cart.7', events: [tracked({ id: 'secret' })] };
  const answers = [
    await send(api, body),
    await send(api, body),
    await send(api, { ...body, events: [tracked({ id: 'new' })] }),
  ];
  const shown = answers.map(({ statusCode, body: text, headers }) => {
    const { date, 'x-ratelimit-remaining': _, ...others } = headers;
    return { statusCode, text, others };
  });
  expect(shown[1]).toEqual(shown[0]);
  expect(shown[2]).toEqual(shown[0]);
  expect(answers[1]!.body).not.toMatch(/stored|repeated|secret/);
});

it('events without an id are all kept', async () => {
  await api.store.goals.create(P1, urlGoal('/', { key: 'any' }));
  const session = await track(api, [tracked({ id: undefined }), tracked({ id: undefined })]);
  expect(await conversionsOf(session)).toHaveLength(2);
});

it("a site's own session id is kept, a number as its decimal string", async () => {
  for (const session_id of ['cart.7', 7]) {
    const answer = await send(api, { site: 'site-p1', session_id, events: [tracked()] });
    expect(answer.json().data.session_id).toBe(String(session_id));
  }
});

it('an unusable event is reported, and the others are stored', async () => {
  await api.store.goals.create(P1, urlGoal('/', { key: 'any' }));
  const events = [tracked({ id: 'good' }), tracked({ url: 'ftp://x/' }), tracked({ type: 'hover' })];
  const answer = await send(api, { site: 'site-p1', events });
  const { session_id, refused } = answer.json().data;
  expect(answer.statusCode).toBe(202);
  expect(refused).toEqual([
    {
      index: 1,
      reason:
        'Event 1: The url field must be an absolute http or https URL, or a path beginning with "/", of at most 2048 characters and without white space; got "ftp://x/".',
    },
    { index: 2, reason: 'Event 2: The type field must be "visit", "click" or "event"; got "hover".' },
  ]);
  expect(await conversionsOf(session_id)).toEqual([`${session_id}:url:any:good`]);
  expect(await metric('goalpost_events_total{outcome="invalid"}')).toBe(2);
});

it.each([
  ['title', 'x'.repeat(600), 'x'.repeat(512)],
  ['title', '😀'.repeat(600), '😀'.repeat(512)],
  ['referrer', `https://news.example/${'x'.repeat(2048)}`, null],
])('a %s that is too long is cut or dropped', async (field, sent, kept) => {
  await api.store.goals.create(P1, urlGoal('/', { key: 'any' }));
  const session = await track(api, [tracked({ [field]: sent })]);
  const [conversion] = (await api.ask({ session_ids: [session], expand: true }, await api.issue())).json().data;
  if (field === 'title') expect(conversion.title).toBe(kept);
});

it('classes and attributes beyond the limits are left out, and the click still converts', async () => {
  await api.store.goals.create(P1, goal({ type: 'click', rule: { selector: 'a.buy' } }, { key: 'buy' }));
  const classes = ['buy', 'x'.repeat(200), ...Array.from({ length: 60 }, (_, index) => `c${index}`)];
  const attributes = { 'data-long': 'x'.repeat(300), 'data-plan': 'pro' };
  const element = [{ tag: 'a', id: 'x'.repeat(200), classes, attributes }];
  const session = await track(api, [tracked({ type: 'click', element, text: 'x'.repeat(300) })]);
  const [conversion] = (await api.ask({ session_ids: [session], expand: true }, await api.issue())).json().data;
  expect(conversion.element[0].classes).toHaveLength(32);
  expect(conversion.element[0].classes.slice(0, 2)).toEqual(['buy', 'c0']);
  expect(conversion.element[0].attributes).toEqual({ 'data-plan': 'pro' });
});

it('a bot is counted and not stored', async () => {
  await api.store.goals.create(P1, urlGoal('/', { key: 'any' }));
  const googlebot = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';
  const answer = await send(api, { site: 'site-p1', events: [tracked(), tracked()] }, { userAgent: googlebot });
  expect({ status: answer.statusCode, body: answer.json() }).toEqual({
    status: 202,
    body: { error: false, data: { session_id: null } },
  });
  expect(await metric('goalpost_events_total{outcome="bot"}')).toBe(2);
  expect(await metric('goalpost_events_total{outcome="stored"}')).toBe(0);
});

describe('a visitor who objects', () => {
  it.each([{ 'sec-gpc': '1' }, { dnt: '1' }, { 'sec-gpc': '1', dnt: '0' }])(
    'with %j is answered like a bot, counted and not stored',
    async (headers) => {
      const answer = await send(
        api,
        { site: 'site-p1', session_id: 'cart.7', events: [tracked(), tracked({ id: 'e2' })] },
        { headers },
      );
      expect({ status: answer.statusCode, body: answer.json() }).toEqual({
        status: 202,
        body: { error: false, data: { session_id: null } },
      });
      expect(await metric('goalpost_events_total{outcome="opted_out"}')).toBe(2);
      expect(await metric('goalpost_events_total{outcome="stored"}')).toBe(0);
      expect(
        (await api.send('GET', '/sessions/cart.7', await api.issue({ abilities: ['sessions:read'] }))).statusCode,
      ).toBe(404);
    },
  );

  it.each([{ 'sec-gpc': '0' }, { dnt: '0' }, { dnt: 'null' }])('is not one with %j', async (headers) => {
    expect(await track(api, [tracked()], { headers })).toMatch(/^[0-9A-Z]{26}$/);
  });

  it('is like any other in an import, which the operator answers for', async () => {
    const token = await api.issue({ abilities: ['events:write'] });
    const headers = { 'content-type': 'application/x-ndjson', 'sec-gpc': '1', dnt: '1' };
    const line = '{"session_id":"1","id":"e1","type":"visit","at":"2026-01-03T10:00:00Z","url":"/"}\n';
    expect((await api.send('POST', '/events/import', token, line, headers)).json().data.stored).toBe(1);
  });
});

it('pages of any origin may send and read the answer, unless the project has allowed origins', async () => {
  const from = (origin?: string) => ({ headers: origin === undefined ? {} : { origin } });
  const body = { site: 'site-p1', events: [tracked()] };
  const first = await send(api, body, from('https://any.example'));
  expect(first.statusCode).toBe(202);
  expect(first.headers['access-control-allow-origin']).toBe('*');

  await api.store.projects.update(P1, { allowedOrigins: ['https://shop.example', 'https://www.shop.example'] });
  // A project is cached for 1 s.
  api.now += 1001;
  expect((await send(api, body, from('https://www.shop.example'))).statusCode).toBe(202);
  expect((await send(api, body, from())).statusCode).toBe(202);
  for (const origin of ['https://any.example', 'http://shop.example', 'null', 'https://shop.example.evil.example']) {
    const answer = await send(api, body, from(origin));
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toEqual({
      error: true,
      message: `Pages of ${origin} may not send events to this site. Its owner can allow them: goalpost project update --allowed-origin ${origin}`,
    });
    expect(answer.headers['access-control-allow-origin']).toBe('*');
  }
});

it('a preflight is accepted', async () => {
  const answer = await api.app.inject({
    method: 'OPTIONS',
    url: `${BASE_PATH}/track`,
    headers: {
      origin: 'https://shop.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    },
  });
  expect(answer.statusCode).toBe(204);
  expect(answer.headers).toMatchObject({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'Content-Type',
  });
});

async function metric(name: string): Promise<number> {
  const body = await api.metrics.text();
  return Number(new RegExp(`^${name.replace(/[{}]/g, '\\$&')} (\\d+)$`, 'm').exec(body)?.[1]);
}
