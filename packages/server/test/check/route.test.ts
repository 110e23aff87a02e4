import { beforeEach, describe, expect, it } from 'vitest';
import { BASE_PATH } from '#goalpost/app.js';
import type { ProjectId } from '#goalpost/model/ids.js';
import { FIREFOX } from '../collect/track/track.js';
import { useApi } from '../support/api.js';
import { click, customEvent, project, T0, urlGoal, visit } from '../support/builders.js';

const api = useApi();
const p1 = 'p1' as ProjectId;
const DAY_MS = 86_400_000;
let viewer: string;

beforeEach(async () => {
  viewer = await api.issue({ abilities: ['reports:read'] });
});

const check = async (token = viewer) => {
  const answer = await api.send('GET', '/project/check', token);
  expect(answer.statusCode).toBe(200);
  return answer.json().data;
};

const track = (payload: object, headers: Record<string, string> = {}) =>
  api.app.inject({
    method: 'POST',
    url: `${BASE_PATH}/track`,
    headers: { 'user-agent': FIREFOX, ...headers },
    payload: { site: 'site-p1', ...payload },
  });
const VISIT = { events: [{ type: 'visit', age: 0, url: 'https://shop.example/' }] };

it('an empty project has nothing to say', async () => {
  expect(await check()).toEqual({
    checked_at: '2026-01-03T10:00:00.000Z',
    last_events: { visit: null, click: null, event: null },
    refusals: [],
    unknown_origins: [],
    silent_goals: [],
  });
});

it('the last event of each type is that of the newest session with one', async () => {
  await api.record(
    visit('/', { sessionId: 'old', at: T0 }),
    click([{ tag: 'a' }], { sessionId: 'old', id: 'c1', at: T0 + 1000 }),
    click([{ tag: 'a' }], { sessionId: 'old', id: 'c2', at: T0 + 2000 }),
    customEvent('x', { sessionId: 'old', id: 'x', at: T0 + 3000 }),
    visit('/', { sessionId: 'new', at: T0 + 60_000 }),
    visit('/b', { sessionId: 'new', id: 'v2', at: T0 + 61_000 }),
  );
  expect((await check()).last_events).toEqual({
    visit: '2026-01-03T10:01:01.000Z',
    click: '2026-01-03T10:00:02.000Z',
    event: '2026-01-03T10:00:03.000Z',
  });
});

describe('refusals of the last hour', () => {
  it('say why and where from, for the own project alone', async () => {
    await api.store.projects.update(p1, { allowedOrigins: ['https://shop.example'], pageSessionIds: 'refuse' });
    await api.store.projects.create(project({ id: 'p2' }));
    api.now += 1001;
    const blog = { origin: 'https://blog.example', referer: 'https://blog.example/post?mail=ada@shop.example#top' };
    for (let times = 0; times < 3; times++) expect((await track(VISIT, blog)).statusCode).toBe(403);
    expect((await track({ ...VISIT, session_id: '1' })).statusCode).toBe(422);
    expect((await track({ events: [{ type: 'visit', age: 0, url: 'no url' }] })).statusCode).toBe(422);
    expect((await track(VISIT, { 'user-agent': 'curl/8' })).statusCode).toBe(202);
    expect((await track(VISIT, { 'sec-gpc': '1' })).statusCode).toBe(202);
    const { refusals, unknown_origins } = await check();
    const nowhere = { origin: null, page: null, count: 1 };
    expect(refusals[0]).toEqual({
      reason: 'origin_not_allowed',
      origin: 'https://blog.example',
      page: 'https://blog.example/post',
      count: 3,
    });
    expect(new Set(refusals.slice(1))).toEqual(
      new Set(['session_id', 'invalid', 'bot', 'opted_out'].map((reason) => ({ reason, ...nowhere }))),
    );
    expect(unknown_origins).toEqual([{ origin: 'https://blog.example', count: 3 }]);
    const other = await api.issue({ projectId: 'p2', abilities: ['reports:read'] });
    expect((await check(other)).refusals).toEqual([]);
  });

  it('are forgotten after an hour', async () => {
    await track(VISIT, { 'user-agent': 'curl/8' });
    api.now += 54 * 60_000;
    expect((await check()).refusals).toHaveLength(1);
    api.now += 6 * 60_000;
    expect((await check()).refusals).toEqual([]);
  });

  it('have at most 50 places, and lose no count', async () => {
    await api.store.projects.update(p1, { allowedOrigins: ['https://shop.example'] });
    api.now += 1001;
    for (let no = 0; no < 70; no++) await track(VISIT, { origin: `https://o${no}.example` });
    const { refusals, unknown_origins } = await check();
    expect(refusals.reduce((sum: number, { count }: { count: number }) => sum + count, 0)).toBe(70);
    expect(refusals[0]).toEqual({ reason: 'origin_not_allowed', origin: null, page: null, count: 20 });
    expect(unknown_origins).toHaveLength(50);
  });
});

describe('a goal is silent', () => {
  it.each<[string, readonly number[], number | null]>([
    ['that had conversions in the 30 days before the last 7, and none since', [8, 20, 36], 3],
    ['but not one that still has some', [3, 8], null],
    ['nor one that never had any', [], null],
    ['nor one whose conversions are older', [40], null],
  ])('%s', async (_title, days, before) => {
    await api.store.goals.create(p1, urlGoal('/thanks', { key: 'thanks' }));
    const shift = 3600_000;
    await api.record(...days.map((ago) => visit('/thanks', { sessionId: `s${ago}`, at: T0 - ago * DAY_MS + shift })));
    const { silent_goals } = await check();
    expect(silent_goals).toEqual(before === null ? [] : [{ key: 'thanks', name: 'A goal', before }]);
  });
});

it('needs the ability reports:read', async () => {
  const token = await api.issue({ abilities: ['goals:read', 'manage'] });
  expect((await api.send('GET', '/project/check', token)).statusCode).toBe(403);
});
