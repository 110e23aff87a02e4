import { beforeEach, describe, expect, it } from 'vitest';
import { TOKEN_CACHE_MS } from '#goalpost/access/authenticator.js';
import { SHARE_LINKS_MAX } from '#goalpost/model/accounts/share-link.js';
import type { ProjectId } from '#goalpost/model/ids.js';
import { SHARE_RATE_LIMIT } from '#goalpost/model/token.js';
import { SHARE_GUESSES } from '#goalpost/sharing/open-route.js';
import { useApi } from '../support/api.js';
import { goal, project } from '../support/builders.js';
import { newBrowser } from '../support/console.js';

const api = useApi();
const PASSWORD = 'correct horse battery staple';
const DAY_MS = 86_400_000;
let manager: string;

beforeEach(async () => {
  manager = await api.issue({ abilities: ['manage', 'reports:read'] });
});

async function share(body: object = {}): Promise<{ id: string; link: string }> {
  const { statusCode, json } = await api.send('POST', '/share-links', manager, body);
  expect(statusCode).toBe(201);
  return json().data;
}

const report = (link: string) =>
  api.send('POST', '/reports/conversions', link, { start_date: '2026-01-01', end_date: '2026-01-31' });
const statusOf = async (link: string) => (await report(link)).statusCode;
const open = (body: object) => newBrowser(api).send('POST', '/share-links/open', body);

describe('a share link', () => {
  it('shows reports, with a window of its own for each address', async () => {
    const { link } = await share();
    const { statusCode, headers } = await report(link);
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      'x-ratelimit-limit': String(SHARE_RATE_LIMIT),
      'x-ratelimit-remaining': String(SHARE_RATE_LIMIT - 1),
    });
  });

  it('shows no sessions, goals, notes or settings', async () => {
    const { link } = await share();
    const body = { start_date: '2026-01-01', end_date: '2026-01-31' };
    const answers = [
      await api.send('POST', '/project/sessions', link, body),
      await api.send('GET', '/goals', link),
      await api.send('GET', '/notes', link),
      await api.send('GET', '/share-links', link),
      await api.send('GET', '/projects', link),
    ];
    for (const { statusCode, json } of answers) {
      expect([statusCode, json().message]).toEqual([403, 'A share link shows reports only.']);
    }
  });

  it('is made by nobody who cannot read reports', async () => {
    const { statusCode, json } = await api.send('POST', '/share-links', await api.issue({ abilities: ['manage'] }), {});
    expect([statusCode, json().message]).toEqual([403, 'This token lacks the ability reports:read.']);
  });

  it('ends within a second when it is deleted, and when it expires', async () => {
    const [one, other] = [await share(), await share({ expires_in_days: 1 })];
    expect([await statusOf(one.link), await statusOf(other.link)]).toEqual([200, 200]);
    await api.send('DELETE', `/share-links/${one.id}`, manager);
    api.now += TOKEN_CACHE_MS + 1;
    expect([await statusOf(one.link), await statusOf(other.link)]).toEqual([401, 200]);
    api.now += DAY_MS;
    expect(await statusOf(other.link)).toBe(401);
    expect((await open({ link: other.link })).json().errors).toHaveProperty('link');
  });

  it('is of no use with another secret, id or project', async () => {
    await api.store.projects.create(project({ id: 'p2', siteKey: 'site-p2' }));
    const { link } = await share();
    const [, id, secret] = /^gps_p1_(\w{26})_(.+)$/.exec(link)!;
    for (const made of [`gps_p2_${id}_${secret}`, `gps_p1_${id}_${'A'.repeat(43)}`, `gps_p1_${id}`, `${link}x`]) {
      expect(await statusOf(made)).toBe(401);
    }
  });

  it('with a password shows nothing until it is given', async () => {
    await api.store.goals.create(
      'p1' as ProjectId,
      goal({ type: 'event', rule: { name: 'buy' } }, { key: 'buy', name: 'Buy' }),
    );
    const { link } = await share({ password: PASSWORD });
    expect(await statusOf(link)).toBe(401);
    expect(Object.keys((await open({ link })).json().errors)).toEqual(['password']);
    expect((await open({ link, password: 'wrong' })).json().message).toBe('The password is wrong.');
    const opened = (await open({ link, password: PASSWORD })).json().data;
    expect(opened).toEqual({
      token: expect.any(String),
      project: { name: 'Shop', time_zone: 'UTC', main_currency: null, goals: [{ key: 'buy', name: 'Buy' }] },
      expires_at: null,
    });
    expect(await statusOf(opened.token)).toBe(200);
    const { link: other } = await share({ password: PASSWORD });
    expect(await statusOf(`${other}.${opened.token.split('.')[1]}`)).toBe(401);
  });

  it('gives an address ten tries of its password', async () => {
    const { link } = await share({ password: PASSWORD });
    const answers = [];
    for (let one = 0; one <= SHARE_GUESSES.ofAddress; one++) answers.push(await open({ link, password: 'wrong' }));
    expect(answers.filter(({ statusCode }) => statusCode === 422)).toHaveLength(SHARE_GUESSES.ofAddress);
    expect(answers.at(-1)!.statusCode).toBe(429);
  });

  it('without a password needs none', async () => {
    const { link } = await share({ name: 'The board' });
    expect((await open({ link })).json().data.token).toBe(link);
  });
});

describe('share-links', () => {
  it('lists, and deletes those of the project only; secrets are shown once', async () => {
    await api.store.projects.create(project({ id: 'p2', siteKey: 'site-p2' }));
    const { id } = await share({ name: 'The board', password: PASSWORD, expires_in_days: 30 });
    const created_at = new Date(api.now).toISOString();
    const expires_at = new Date(api.now + 30 * DAY_MS).toISOString();
    const listed = (await api.send('GET', '/share-links', manager)).json().data;
    expect(listed).toEqual([{ id, name: 'The board', has_password: true, created_at, expires_at }]);
    const other = await api.issue({ abilities: ['manage'], projectId: 'p2' });
    expect((await api.send('GET', '/share-links', other)).json().data).toEqual([]);
    expect((await api.send('DELETE', `/share-links/${id}`, other)).statusCode).toBe(404);
    expect((await api.send('DELETE', `/share-links/${id}`, manager)).statusCode).toBe(200);
    expect((await api.send('DELETE', `/share-links/${id}`, manager)).statusCode).toBe(404);
  });

  it('are a limited number', async () => {
    for (let one = 0; one < SHARE_LINKS_MAX; one++) await share();
    const { statusCode, json } = await api.send('POST', '/share-links', manager, {});
    expect([statusCode, Object.keys(json().errors)]).toEqual([422, ['body']]);
  });

  it.each<[field: string, body: object]>([
    ['password', { password: 'short' }],
    ['expires_in_days', { expires_in_days: 0 }],
    ['name', { name: 'x'.repeat(121) }],
  ])('are refused with a wrong %s', async (field, body) => {
    const { statusCode, json } = await api.send('POST', '/share-links', manager, body);
    expect([statusCode, Object.keys(json().errors)]).toEqual([422, [field]]);
  });
});
