import { beforeEach, describe, expect, it } from 'vitest';
import { TOKEN_CACHE_MS } from '#goalpost/access/authenticator.js';
import { listAccounts } from '#goalpost/accounts/account-store.js';
import { AUDIT_KEPT_MS } from '#goalpost/model/accounts/audit.js';
import { SESSION_IDLE_MS_MAX } from '#goalpost/model/accounts/console-session.js';
import { accountWork } from '#goalpost/operations/forget-accounts.js';
import { useApi } from '../support/api.js';
import type { Answer } from '../support/app.js';
import { project } from '../support/builders.js';
import { type Browser, newBrowser, signedInAs } from '../support/console.js';

const api = useApi();
const PASSWORD = 'correct horse battery staple';
let owner: Browser;

beforeEach(async () => {
  owner = await signedInAs(api, { all: 'owner' });
  api.now += 1;
});

/** Invites somebody, who joins. */
async function join(email: string, roles: object): Promise<{ id: string; browser: Browser }> {
  const { data, link } = (await owner.send('POST', '/accounts', { email, ...roles })).json();
  api.now += 1;
  const browser = newBrowser(api);
  expect((await browser.send('POST', '/auth/use-link', { link, password: PASSWORD })).statusCode).toBe(200);
  return { id: data.id, browser };
}

const statusOf = async (browser: Browser, address = '/me') => (await browser.send('GET', address)).statusCode;

describe('an owner of all projects', () => {
  it('invites people, who choose their passwords', async () => {
    const created = await owner.send('POST', '/accounts', {
      email: 'Bob@shop.example',
      projects: [{ id: 'p1', role: 'editor' }],
    });
    expect(created.statusCode).toBe(201);
    expect(created.json().data).toMatchObject({
      email: 'Bob@shop.example',
      role: null,
      projects: [{ id: 'p1', role: 'editor' }],
      joined: false,
    });
    const browser = newBrowser(api);
    await browser.send('POST', '/auth/use-link', { link: created.json().link, password: PASSWORD });
    expect((await browser.send('GET', '/me')).json().data.projects).toMatchObject([{ id: 'p1', role: 'editor' }]);
    const listed = (await owner.send('GET', '/accounts')).json().data;
    expect(listed.at(-1)).toMatchObject({ email: 'Bob@shop.example', joined: true });
  });

  it.each<[field: string, body: object]>([
    ['email', { email: 'BOB@shop.example' }],
    ['email', { email: 'bob' }],
    ['role', { email: 'a@shop.example', role: 'admin' }],
    ['projects.0.id', { email: 'a@shop.example', projects: [{ id: 'p2', role: 'viewer' }] }],
    ['projects.0.role', { email: 'a@shop.example', projects: [{ id: 'p1', role: 'all' }] }],
  ])('is told that %s is wrong in %j', async (field, body) => {
    await owner.send('POST', '/accounts', { email: 'bob@shop.example' });
    const { statusCode, json } = await owner.send('POST', '/accounts', body);
    expect([statusCode, Object.keys(json().errors)]).toEqual([422, [field]]);
  });

  it('creates each address once, however many try', async () => {
    const create = () => owner.send('POST', '/accounts', { email: 'bob@shop.example' });
    const answers = await Promise.all([create(), create(), create()]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 422, 422]);
  });

  it.each([
    'ada',
    'a da@shop.example',
    'ada\u0000@shop.example',
    'ada\u200b@shop.example',
    'ada@shop\u202e.example',
    '@',
  ])('creates none for what is no address, or looks like another one: %j', async (email) => {
    const { statusCode, json } = await owner.send('POST', '/accounts', { email });
    expect([statusCode, Object.keys(json().errors)]).toEqual([422, ['email']]);
  });

  it('changes roles, which count within a second', async () => {
    const { id, browser } = await join('bob@shop.example', { role: 'viewer' });
    expect(await statusOf(browser, '/goals')).toBe(200);
    await owner.send('PATCH', `/accounts/${id}`, { role: null });
    api.now += TOKEN_CACHE_MS + 1;
    expect(await statusOf(browser, '/goals')).toBe(403);
    const changed = await owner.send('PATCH', `/accounts/${id}`, { projects: [{ id: 'p1', role: 'viewer' }] });
    expect(changed.json().data).toMatchObject({ role: null, projects: [{ id: 'p1', role: 'viewer' }] });
    api.now += TOKEN_CACHE_MS + 1;
    expect(await statusOf(browser, '/goals')).toBe(200);
  });

  it('deletes accounts, whose sessions and links end; the address is free again', async () => {
    const { id, browser } = await join('bob@shop.example', { role: 'viewer' });
    const { link } = (await owner.send('POST', `/accounts/${id}/link`)).json().data;
    expect((await owner.send('DELETE', `/accounts/${id}`)).json()).toEqual({ error: false, data: null });
    api.now += TOKEN_CACHE_MS + 1;
    expect(await statusOf(browser)).toBe(401);
    await owner.send('POST', '/accounts', { email: 'bob@shop.example' });
    expect(await statusOf(browser)).toBe(401);
    const used = await newBrowser(api).send('POST', '/auth/use-link', { link, password: PASSWORD });
    expect(used.statusCode).toBe(422);
  });

  it('stays, if it is the last', async () => {
    const [{ id }] = (await owner.send('GET', '/accounts')).json().data;
    for (const answer of [
      await owner.send('DELETE', `/accounts/${id}`),
      await owner.send('PATCH', `/accounts/${id}`, { role: 'editor' }),
    ]) {
      expect([answer.statusCode, answer.json().message]).toEqual([
        403,
        expect.stringMatching(/^This is the last owner/),
      ]);
    }
    await join('bob@shop.example', { role: 'owner' });
    expect((await owner.send('DELETE', `/accounts/${id}`)).statusCode).toBe(200);
  });

  it.each<[what: string, take: (browser: Browser, id: string) => Promise<Answer>]>([
    ['deleted', (browser, id) => browser.send('DELETE', `/accounts/${id}`)],
    ['changed', (browser, id) => browser.send('PATCH', `/accounts/${id}`, { role: null })],
  ])('stays, if it is one of the last two that are %s by each other at the same moment', async (_what, take) => {
    const [{ id }] = (await owner.send('GET', '/accounts')).json().data;
    const bob = await join('bob@shop.example', { role: 'owner' });
    const answers = await Promise.all([take(owner, bob.id), take(bob.browser, id)]);
    const done = answers.filter(({ statusCode }) => statusCode === 200);
    api.now += TOKEN_CACHE_MS + 1;
    const left = (await listAccounts(api.store)).filter(({ roles }) => roles.all === 'owner');
    expect(left.length).toBeGreaterThan(0);
    expect(left).toHaveLength(2 - done.length);
  });
});

describe('people', () => {
  it('list their sessions and end them, but not those of others', async () => {
    const { browser } = await join('bob@shop.example', { role: 'viewer' });
    api.now += 5000;
    const second = newBrowser(api);
    const firefox = 'Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0';
    const credentials = { email: 'bob@shop.example', password: PASSWORD };
    await second.send('POST', '/auth/sign-in', credentials, { 'user-agent': firefox });
    const listed = (await second.send('GET', '/auth/sessions')).json().data;
    expect(listed).toMatchObject([
      { is_current: false, browser: null, platform_os: null },
      { is_current: true, browser: 'Firefox', platform_os: 'Android' },
    ]);
    expect(JSON.stringify(listed)).not.toContain('140');
    expect((await owner.send('DELETE', `/auth/sessions/${listed[0].id}`)).statusCode).toBe(404);
    expect((await second.send('DELETE', `/auth/sessions/${listed[0].id}`)).statusCode).toBe(200);
    expect([await statusOf(browser), await statusOf(second)]).toEqual([401, 200]);
    expect((await second.send('DELETE', `/auth/sessions/${listed[0].id}`)).statusCode).toBe(404);
  });

  it('change their password, which ends their other sessions', async () => {
    const { browser } = await join('bob@shop.example', { role: 'viewer' });
    const other = newBrowser(api, { cookie: browser.cookie });
    const change = (current_password: string, password: string) =>
      browser.send('POST', '/auth/password', { current_password, password });
    expect(Object.keys((await change('wrong', `${PASSWORD}!`)).json().errors)).toEqual(['current_password']);
    const short = await change(PASSWORD, 'short');
    expect(short.json().errors).toEqual({ password: ['The password field must have 12 to 256 characters.'] });
    expect((await change(PASSWORD, `${PASSWORD}!`)).statusCode).toBe(200);
    api.now += TOKEN_CACHE_MS + 1;
    expect([await statusOf(other), await statusOf(browser)]).toEqual([401, 200]);
  });
});

describe('the audit log', () => {
  const changesIn = async (browser: Browser, address: string) =>
    (await browser.send('GET', address))
      .json()
      .data.map(({ by, change, subject }: { by: { name: string }; change: string; subject: string }) => [
        by.name,
        change,
        subject,
      ]);

  it('has who changed what in a project, and nothing of another', async () => {
    await api.store.projects.create(project({ id: 'p2', siteKey: 'site-p2' }));
    const goal = { key: 'thanks', name: 'Thanks', type: 'url', rule: { match: 'equals', pattern: '/thanks' } };
    await owner.send('POST', '/goals', goal);
    api.now += 1;
    const token = await api.issue({ abilities: ['goals:write'], name: 'CI' });
    await api.send('PATCH', '/goals/thanks', token, { name: 'Thank you' });
    api.now += 1;
    await api.send('DELETE', '/goals/thanks', token);
    const [me] = (await owner.send('GET', '/accounts')).json().data;
    expect(await changesIn(owner, '/audit')).toEqual([
      ['CI', 'goal.deleted', 'thanks'],
      ['CI', 'goal.updated', 'thanks'],
      [me.email, 'goal.created', 'thanks'],
    ]);
    expect((await owner.send('GET', '/audit', undefined, { 'goalpost-project': 'p2' })).json().data).toEqual([]);
  });

  it('has pages, and changes of accounts', async () => {
    const { id } = await join('bob@shop.example', { role: 'viewer' });
    api.now += 1;
    await owner.send('PATCH', `/accounts/${id}`, { role: 'editor' });
    const first = (await owner.send('GET', '/accounts/audit?limit=2')).json();
    const next = (await owner.send('GET', `/accounts/audit?limit=2&cursor=${first.next_cursor}`)).json();
    expect([...first.data, ...next.data].map(({ change }) => change)).toEqual([
      'account.updated',
      'account.joined',
      'account.created',
    ]);
    expect(next.next_cursor).toBeNull();
    expect((await owner.send('GET', '/accounts/audit?limit=0')).statusCode).toBe(422);
    expect((await owner.send('GET', '/accounts/audit?cursor=x')).statusCode).toBe(422);
  });

  it('is kept for 400 days; sessions and links that have ended are removed, too', async () => {
    await owner.send('POST', '/accounts', { email: 'bob@shop.example' });
    const counted = async () =>
      Promise.all(
        (['audit', 'account-session', 'account-link'] as const).map(
          async (kind) => (await api.store.documents.list(kind, null, { order: 'asc', after: null, limit: 10 })).length,
        ),
      );
    const work = accountWork(api.store, () => api.now);
    api.now += SESSION_IDLE_MS_MAX - 2;
    await work.step();
    expect(await counted()).toEqual([1, 1, 0]);
    api.now += 1;
    await work.step();
    expect(await counted()).toEqual([1, 0, 0]);
    api.now += AUDIT_KEPT_MS - SESSION_IDLE_MS_MAX + 1;
    await work.step();
    expect(await counted()).toEqual([0, 0, 0]);
  });
});
