import { describe, expect, it } from 'vitest';
import { TOKEN_CACHE_MS } from '#goalpost/access/authenticator.js';
import { PASSWORDS_WAITING_MAX } from '#goalpost/access/password.js';
import { newAccountLink, newSetUpLink, SET_UP_MS } from '#goalpost/accounts/links.js';
import { SESSION_IDLE_MS_MAX, SESSION_MS_MAX } from '#goalpost/model/accounts/console-session.js';
import { CONSOLE_RATE_LIMIT } from '#goalpost/model/token.js';
import { type Api, useApi } from '../support/api.js';
import { project } from '../support/builders.js';
import { type Browser, cookiesOf, newAccount, newBrowser, signedInAs } from '../support/console.js';

const api = useApi();
const PASSWORD = 'correct horse battery staple';
const EMAIL = 'ada@shop.example';

/** Makes the first account, and leaves its browser signed in. */
async function setUp(at: Api = api): Promise<Browser> {
  const browser = newBrowser(at);
  const link = await newSetUpLink(at.store, at.now);
  const { statusCode } = await browser.send('POST', '/auth/use-link', { link, email: EMAIL, password: PASSWORD });
  expect(statusCode).toBe(200);
  return browser;
}

const me = (browser: Browser) => browser.send('GET', '/me');
const statusOfMe = async (browser: Browser) => (await me(browser)).statusCode;

describe('the set-up link', () => {
  it('makes the first account, an owner of all projects, and signs in', async () => {
    const link = await newSetUpLink(api.store, api.now);
    const browser = newBrowser(api);
    const checked = await browser.send('POST', '/auth/check-link', { link });
    const expires_at = new Date(api.now + SET_UP_MS).toISOString();
    expect(checked.json().data).toEqual({ purpose: 'set-up', email: null, expires_at, second_factor: false });
    const used = await browser.send('POST', '/auth/use-link', { link, email: EMAIL, password: PASSWORD });
    expect(used.json().data).toEqual({
      id: expect.any(String),
      email: EMAIL,
      role: 'owner',
      projects: [{ id: 'p1', name: 'Shop', site_key: 'site-p1', time_zone: 'UTC', role: 'owner' }],
      second_factor: false,
      recovery_codes_left: 0,
    });
    expect((await me(browser)).json()).toEqual(used.json());
  });

  it('works once, also when two use it at the same time', async () => {
    const link = await newSetUpLink(api.store, api.now);
    const use = (email: string) => newBrowser(api).send('POST', '/auth/use-link', { link, email, password: PASSWORD });
    const answers = await Promise.all([use('a@shop.example'), use('b@shop.example')]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 422]);
    expect((await use('c@shop.example')).json().errors).toHaveProperty('link');
    expect(await newSetUpLink(api.store, api.now)).toBeNull();
  });

  it.each([
    [
      'an hour has passed',
      async () => {
        const link = await newSetUpLink(api.store, api.now);
        api.now += SET_UP_MS;
        return link;
      },
    ],
    [
      'another start has made a new one',
      async () => {
        const link = await newSetUpLink(api.store, api.now);
        await newSetUpLink(api.store, api.now);
        return link;
      },
    ],
    [
      'somebody has an account',
      async () => {
        const link = await newSetUpLink(api.store, api.now);
        await newAccount(api, { all: 'viewer' });
        return link;
      },
    ],
    ['it is made up', async () => `set-up.${'A'.repeat(43)}`],
  ])('is void when %s', async (_when, make) => {
    const body = { link: await make(), email: EMAIL, password: PASSWORD };
    for (const address of ['/auth/check-link', '/auth/use-link']) {
      const { statusCode, json } = await newBrowser(api).send('POST', address, body);
      expect(statusCode).toBe(422);
      expect(json().message).toMatch(/^The link field must be a link that has neither/);
    }
  });

  it('needs an address and a password that is long enough', async () => {
    const link = await newSetUpLink(api.store, api.now);
    const use = async (body: object) =>
      Object.keys((await newBrowser(api).send('POST', '/auth/use-link', { link, ...body })).json().errors);
    expect(await use({ password: PASSWORD })).toEqual(['email']);
    expect(await use({ email: 'nobody', password: PASSWORD })).toEqual(['email']);
    expect(await use({ email: EMAIL, password: 'x'.repeat(11) })).toEqual(['password']);
  });
});

describe('the link of an account', () => {
  it('lets the person choose a password, once, and says what it is for', async () => {
    const account = await newAccount(api, { projects: { p1: 'viewer' } });
    const link = await newAccountLink(api.store, account, api.now);
    const browser = newBrowser(api);
    const checked = await browser.send('POST', '/auth/check-link', { link });
    expect(checked.json().data).toMatchObject({ purpose: 'invitation', email: account.email });
    const used = await browser.send('POST', '/auth/use-link', {
      link,
      email: 'other@shop.example',
      password: PASSWORD,
    });
    expect(used.json().data).toMatchObject({
      email: account.email,
      role: null,
      projects: [{ id: 'p1', role: 'viewer' }],
    });
    const again = await newBrowser(api).send('POST', '/auth/use-link', { link, password: PASSWORD });
    expect(again.statusCode).toBe(422);
  });

  it('replaces a forgotten password and ends all sessions', async () => {
    const before = await setUp();
    const { email, generation } = (await api.app.consoleSessions!.find(before.cookie!))!.account;
    const link = await newAccountLink(api.store, { email, generation } as never, api.now);
    const browser = newBrowser(api);
    expect((await browser.send('POST', '/auth/check-link', { link })).json().data.purpose).toBe('password');
    await browser.send('POST', '/auth/use-link', { link, password: `${PASSWORD}!` });
    api.now += TOKEN_CACHE_MS + 1;
    expect([await statusOfMe(before), await statusOfMe(browser)]).toEqual([401, 200]);
    const signIn = (password: string) => newBrowser(api).send('POST', '/auth/sign-in', { email, password });
    expect([(await signIn(PASSWORD)).statusCode, (await signIn(`${PASSWORD}!`)).statusCode]).toEqual([422, 200]);
  });
});

describe('signing in', () => {
  it('takes the address in any spelling; the answer to a wrong one and a wrong password are the same', async () => {
    await setUp();
    const browser = newBrowser(api);
    const signIn = (email: string, password: string) => browser.send('POST', '/auth/sign-in', { email, password });
    expect((await signIn('ADA@Shop.example', PASSWORD)).statusCode).toBe(200);
    const wrong = await signIn(EMAIL, 'x');
    expect(wrong.statusCode).toBe(422);
    expect(wrong.json()).toEqual({
      message: 'The e-mail address or the password is wrong.',
      errors: { password: ['The e-mail address or the password is wrong.'] },
    });
    expect((await signIn('nobody@shop.example', PASSWORD)).json()).toEqual(wrong.json());
  });

  it('is refused to somebody who has not chosen a password', async () => {
    const { email } = await newAccount(api, { all: 'owner' });
    const answer = await newBrowser(api).send('POST', '/auth/sign-in', { email, password: 'x' });
    expect(answer.statusCode).toBe(422);
  });

  it('ends the session that the browser had', async () => {
    const browser = await setUp();
    const before = newBrowser(api, { cookie: browser.cookie });
    await browser.send('POST', '/auth/sign-in', { email: EMAIL, password: PASSWORD });
    expect([await statusOfMe(before), await statusOfMe(browser)]).toEqual([401, 200]);
  });

  it('lets ten passwords wait at a time', async () => {
    const tries = Array.from({ length: PASSWORDS_WAITING_MAX + 3 }, (_, index) =>
      newBrowser(api, { remoteAddress: `192.0.2.${index}` }).send('POST', '/auth/sign-in', {
        email: `person${index}@shop.example`,
        password: 'x',
      }),
    );
    const answers = await Promise.all(tries);
    expect(answers.map(({ statusCode }) => statusCode).filter((status) => status === 429)).toHaveLength(2);
    expect(answers.filter(({ statusCode }) => statusCode === 422)).toHaveLength(PASSWORDS_WAITING_MAX + 1);
  });

  it.each<[page: string, headers: Record<string, string>]>([
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://other.example' }],
    ['a sibling host', { 'sec-fetch-site': 'same-site', origin: 'http://sibling.localhost' }],
    ['a site, by an old browser', { 'sec-fetch-site': 'none', origin: 'https://other.example' }],
  ])('is refused to a page of %s', async (_page, headers) => {
    const { statusCode, json } = await newBrowser(api).send(
      'POST',
      '/auth/sign-in',
      { email: EMAIL, password: 'x' },
      headers,
    );
    expect([statusCode, json().message]).toEqual([403, "This can only be asked for by the console's own page."]);
  });
});

describe('a console session', () => {
  it('ends after two weeks without a request, and after 90 days', async () => {
    const browser = await signedInAs(api, { all: 'viewer' });
    for (let day = 10; day < 90; day += 10) {
      api.now += 10 * 86_400_000;
      expect(await statusOfMe(browser)).toBe(200);
      await used(browser);
    }
    api.now += SESSION_MS_MAX - 80 * 86_400_000 - 1;
    expect(await statusOfMe(browser)).toBe(200);
    api.now += 1;
    expect(await statusOfMe(browser)).toBe(401);
    const idle = await signedInAs(api, { all: 'viewer' });
    api.now += SESSION_IDLE_MS_MAX;
    expect(await statusOfMe(idle)).toBe(401);
  });

  it('ends when the person signs out, and the browser forgets its cookie', async () => {
    const browser = await signedInAs(api, { all: 'viewer' });
    const kept = newBrowser(api, { cookie: browser.cookie });
    expect((await browser.send('POST', '/auth/sign-out')).json()).toEqual({ error: false, data: null });
    expect(browser.cookie).toBeNull();
    expect(await statusOfMe(kept)).toBe(401);
  });

  it('has a window of its own', async () => {
    const browser = await signedInAs(api, { all: 'viewer' });
    const { headers } = await me(browser);
    expect(headers).toMatchObject({ 'x-ratelimit-limit': String(CONSOLE_RATE_LIMIT) });
    expect(headers['x-ratelimit-remaining']).toBe(String(CONSOLE_RATE_LIMIT - 1));
  });

  it('is not found with another secret or id', async () => {
    const { cookie } = await signedInAs(api, { all: 'viewer' });
    const [key, id, secret] = cookie!.split('.');
    const other = (await signedInAs(api, { all: 'owner' })).cookie!.split('.');
    for (const made of [
      `${key}.${id}.${other[2]}`,
      `${other[0]}.${id}.${secret}`,
      `${key}.${id}`,
      '',
      cookie!.slice(1),
    ]) {
      expect(await statusOfMe(newBrowser(api, { cookie: made }))).toBe(401);
    }
  });
});

/** Waits until the use of a session is saved in the background. */
async function used(browser: Browser): Promise<void> {
  const id = browser.cookie!.split('.').slice(0, 2).join('.');
  const usedAt = async () =>
    (await api.store.documents.find<{ usedAt: number }>({ kind: 'account-session', owner: null, id }))!.body.usedAt;
  while ((await usedAt()) !== api.now) await new Promise(setImmediate);
}

describe('the cookie', () => {
  it.each<[from: string, headers: Record<string, string>, start: string, end: string]>([
    ['without TLS', {}, 'goalpost=', '; Path=/; Max-Age=7776000; HttpOnly; SameSite=Strict'],
    [
      'with TLS at a trusted proxy',
      { 'x-forwarded-proto': 'https' },
      '__Host-goalpost=',
      '; Path=/; Max-Age=7776000; HttpOnly; SameSite=Strict; Secure',
    ],
  ])('has its name and attributes %s', async (_from, headers, start, end) => {
    await api.app.close();
    const { buildApp } = await import('#goalpost/app.js');
    const app = await buildApp({ store: api.store, now: () => api.now, trustedProxies: ['127.0.0.1'] });
    Object.assign(api, { app });
    const link = await newSetUpLink(api.store, api.now);
    const used = await newBrowser(api).send(
      'POST',
      '/auth/use-link',
      { link, email: EMAIL, password: PASSWORD },
      headers,
    );
    const cookie = cookiesOf(used)[0]!;
    expect(cookie.slice(0, start.length)).toBe(start);
    expect(cookie.slice(cookie.indexOf(';'))).toBe(end);
    const value = cookie.slice(start.length, cookie.indexOf(';'));
    // Only the name of this kind of connection counts, and only once.
    const status = async (sent: string) =>
      (await newBrowser(api).send('GET', '/me', undefined, { ...headers, cookie: sent })).statusCode;
    const other = start === 'goalpost=' ? '__Host-goalpost=' : 'goalpost=';
    expect(await status(`a=b; ${start}${value}`)).toBe(200);
    expect(await status(`${other}${value}`)).toBe(401);
    expect(await status(`${start}${value}; ${start}x`)).toBe(401);
  });
});

describe('in place of a token, a console session', () => {
  const goals = (browser: Browser, headers: Record<string, string> = {}) =>
    browser.send('GET', '/goals', undefined, headers);

  it('may do what its role allows in the project that the header names', async () => {
    await api.store.projects.create(project({ id: 'p2', siteKey: 'site-p2' }));
    const account = await newAccount(api, { projects: { p1: 'viewer', p2: 'editor' } });
    const cookie = await api.app.consoleSessions!.open(account);
    const goal = { key: 'thanks', name: 'Thanks', type: 'url', rule: { match: 'equals', pattern: '/thanks' } };
    const [shop, blog] = ['p1', 'p2'].map((id) => newBrowser(api, { project: id, cookie }));
    const refused = await shop!.send('POST', '/goals', goal);
    expect(refused.statusCode).toBe(403);
    expect(refused.json().message).toBe('Your role in this project lacks the ability goals:write.');
    expect((await blog!.send('POST', '/goals', goal)).statusCode).toBe(201);
    expect([(await goals(shop!)).json().data.length, (await goals(blog!)).json().data.length]).toEqual([0, 1]);
  });

  it.each([
    ['no project', ''],
    ['a project of others', 'p2'],
    ['a project that is not there', 'nowhere'],
    ['a property of every object', 'constructor'],
  ])('is refused with %s, always with the same answer', async (_what, id) => {
    await api.store.projects.create(project({ id: 'p2', siteKey: 'site-p2' }));
    const browser = await signedInAs(api, { projects: { p1: 'owner' } });
    const { statusCode, json } = await goals(browser, { 'goalpost-project': id });
    expect(statusCode).toBe(403);
    expect(json().message).toMatch(/^The Goalpost-Project header must be the id of a project in which you have a role/);
  });

  it('does not count when a token is sent too', async () => {
    const browser = await signedInAs(api, { all: 'owner' });
    const token = await api.issue({ abilities: ['conversions:read'] });
    expect((await goals(browser, { authorization: `Bearer ${token}` })).json().message).toMatch(/^This token lacks/);
    expect((await goals(browser, { authorization: 'Bearer nonsense' })).statusCode).toBe(401);
    expect((await browser.send('GET', '/me', undefined, { authorization: `Bearer ${token}` })).json().message).toBe(
      'This needs a console session; a token cannot do it.',
    );
  });

  it.each<[headers: Record<string, string>, status: number]>([
    [{ 'sec-fetch-site': 'same-origin' }, 200],
    [{ origin: 'http://localhost:80' }, 401],
    [{ origin: 'http://localhost' }, 200],
    [{ 'sec-fetch-site': 'same-site' }, 401],
    [{ 'sec-fetch-site': 'cross-site', origin: 'http://localhost' }, 401],
    [{ 'sec-fetch-site': 'none' }, 401],
    [{ origin: 'https://localhost' }, 401],
    [{ origin: 'null' }, 401],
    [{}, 401],
  ])('needs a browser that says whose page asks: %j', async (headers, status) => {
    const { cookie } = await signedInAs(api, { all: 'owner' });
    const answer = await api.app.inject({
      url: '/api/services/analytics/v1/goals',
      headers: { host: 'localhost', cookie: `goalpost=${cookie}`, 'goalpost-project': 'p1', ...headers },
    });
    expect(answer.statusCode).toBe(status);
  });
});
