import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { TypedRule } from '#goalpost/model/goal.js';
import { FIREFOX } from '../collect/track/track.js';
import { launchChromium } from '../support/chromium.js';
import { it, type Operator, type RunningServer } from '../support/operator.js';
import { openSite } from '../support/site.js';

/** The links that the visitor follows, in order. */
const WALK = [
  '/thanks',
  '/docs/a?x=1',
  '/red-hats',
  '/orders/77/done',
  '/p/1234',
  '/find?q=hats&page=2',
  '/app#/checkout',
];

const CONTENT = `
  <nav>${WALK.map((href) => `<a href="${href}">${href}</a>`).join(' ')}</nav>
  <ul class="offers"><li><button type="button" class="buy" data-plan="pro"><i>Buy the</i> pro plan</button></li></ul>
  <p><button type="button" id="add"> Add
    to cart </button></p>
  <p><a href="/pay?order=7#top" id="pay">Pay</a></p>`;

type Goal = TypedRule & { readonly value?: string; readonly currency?: string };

/** Goals that the visitor below meets exactly once. */
const MET: Record<string, Goal> = {
  equals: { type: 'url', rule: { match: 'equals', pattern: '/thanks', on: 'path' } },
  prefix: { type: 'url', rule: { match: 'prefix', pattern: '/docs/', on: 'path' } },
  contains: { type: 'url', rule: { match: 'contains', pattern: 'hats', on: 'path' } },
  glob: { type: 'url', rule: { match: 'glob', pattern: '/orders/*/done', on: 'path' } },
  regex: { type: 'url', rule: { match: 'regex', pattern: '^/p/\\d{4}$', on: 'path' } },
  query: { type: 'url', rule: { match: 'prefix', pattern: '/find?q=hats', on: 'path_query' } },
  route: { type: 'url', rule: { match: 'contains', pattern: '#/checkout', on: 'url' } },
  selector: { type: 'click', rule: { selector: 'ul.offers > li > [data-plan=pro]' } },
  text: { type: 'click', rule: { text: 'Add to cart' }, value: '2.50', currency: 'GBP' },
  target: { type: 'click', rule: { href: { match: 'contains', pattern: '/pay?order=' } } },
  all: { type: 'click', rule: { selector: '#pay', text: 'Pay', href: { match: 'regex', pattern: '#top$' } } },
  purchase: { type: 'event', rule: { name: 'purchase', properties: { plan: 'pro', seats: 3 } } },
};

/** Goals that the visitor just misses. */
const MISSED: Record<string, Goal> = {
  'not-equals': { type: 'url', rule: { match: 'equals', pattern: '/thanks/', on: 'path' } },
  'not-prefix': { type: 'url', rule: { match: 'prefix', pattern: '/docs/b', on: 'path' } },
  'not-contains': { type: 'url', rule: { match: 'contains', pattern: 'x=1', on: 'path' } },
  'not-glob': { type: 'url', rule: { match: 'glob', pattern: '/orders/*', on: 'path' } },
  'not-regex': { type: 'url', rule: { match: 'regex', pattern: '^/p/\\d{3}$', on: 'path' } },
  'not-selector': { type: 'click', rule: { selector: 'ul.offers > button' } },
  'not-text': { type: 'click', rule: { text: 'Add' } },
  'not-target': { type: 'click', rule: { href: { match: 'prefix', pattern: 'https://pay.example/' } } },
  'not-purchase': { type: 'event', rule: { name: 'purchase', properties: { plan: 'pro', seats: '3' } } },
};

interface Api {
  post<Answer>(address: string, body: object): Promise<Answer>;
  get<Answer>(address: string): Promise<Answer>;
}

function apiOf({ api }: RunningServer, token: string): Api {
  const send = async (method: string, address: string, body?: object) => {
    const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) };
    const answer = await fetch(api + address, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    if (!answer.ok) throw new Error(`${method} ${address} answered ${answer.status}: ${await answer.text()}`);
    return ((await answer.json()) as { data: never }).data;
  };
  return { post: (address, body) => send('POST', address, body), get: (address) => send('GET', address) };
}

async function createGoals({ post }: Api, goals: Record<string, Goal>): Promise<void> {
  for (const [key, goal] of Object.entries(goals)) await post('/goals', { key, name: key, ...goal });
}

/** Everything a visitor does on the site with a mouse, and events of the page itself. Returns the session. */
async function visit(page: Page, origin: string): Promise<string> {
  await page.goto(origin, { referer: 'https://www.google.nl/' });
  for (const href of WALK) {
    await page.click(`nav a[href="${href}"]`);
    await page.waitForURL(origin + href);
  }
  await page.click('.buy i');
  await page.click('#add');
  await page.click('#pay');
  await page.waitForURL(`${origin}/pay?order=7#top`);
  await page.evaluate(`
    goalpost('purchase', { value: '49.00', currency: 'EUR', plan: 'pro', seats: 3 });
    goalpost('end');
  `);
  return page.evaluate<string>('new Promise((resolve) => goalpost(resolve))');
}

interface Expanded {
  readonly id: string;
  readonly goal: { readonly key: string };
  readonly url: string;
  readonly value: string | null;
  readonly currency: string | null;
}

async function inShop(
  operator: Operator,
  work: (api: Api, session: string, origin: string) => Promise<void>,
  goals = {},
) {
  const token = await operator.openShop();
  const server = await operator.serve();
  const api = apiOf(server, token);
  await createGoals(api, { ...goals, end: { type: 'event', rule: { name: 'end' } } });
  const site = await openSite(server.url, CONTENT);
  const browser = await launchChromium({ userAgent: FIREFOX });
  try {
    const session = await visit(await browser.newPage(), site.origin);
    await work(api, session, site.origin);
  } finally {
    await browser.close();
    await site.close();
  }
}

/** The sorted keys of the goals that a session has met so far. */
const metBy =
  ({ post }: Api, session: string) =>
  async (): Promise<string[]> => {
    const ids = await post<string[]>('/sessions/get-conversions', { session_ids: [session] });
    return ids.map((id) => id.split(':')[2]!).sort();
  };

const EXPECTED = [...Object.keys(MET), 'end'].sort();

it('a visitor in a browser meets the expected goals once each, and no others', async ({ operator }) => {
  await inShop(
    operator,
    async (api, session, origin) => {
      await expect.poll(metBy(api, session), { timeout: 30_000 }).toEqual(EXPECTED);
      const ask = { session_ids: [session, 'nobody'] };
      const address = '/sessions/get-conversions';

      expect(await api.post(address, { ...ask, key: 'count' })).toEqual([String(EXPECTED.length), '0']);
      expect(await api.post(address, { ...ask, key: 'count', conversion_types: ['click'] })).toEqual(['4', '0']);
      expect(await api.post(address, { ...ask, key: 'count', expand: true })).toEqual([
        { session_id: session, known: true, count: 13, by_type: { url: 7, click: 4, event: 2 } },
        { session_id: 'nobody', known: false, count: 0, by_type: { url: 0, click: 0, event: 0 } },
      ]);

      const expanded = await api.post<Expanded[]>(address, { ...ask, expand: true });
      const byKey = new Map(expanded.map((conversion) => [conversion.goal.key, conversion]));
      expect(byKey.get('purchase')).toMatchObject({
        id: expect.stringMatching(new RegExp(`^${session}:event:purchase:[\\w-]+$`)),
        session_id: session,
        type: 'event',
        url: `${origin}/pay?order=7`,
        title: 'Shop',
        value: '49.00',
        currency: 'EUR',
      });
      expect(byKey.get('text')).toMatchObject({ type: 'click', value: '2.50', currency: 'GBP' });
      expect(byKey.get('selector')).toMatchObject({
        url: `${origin}/app#/checkout`,
        value: null,
        element: [
          { tag: 'i' },
          { tag: 'button', classes: ['buy'], attributes: { type: 'button', 'data-plan': 'pro' } },
          { tag: 'li' },
          { tag: 'ul', classes: ['offers'] },
          { tag: 'body' },
        ],
      });
      expect(await api.get(`/sessions/${session}`)).toMatchObject({
        browser: 'Firefox',
        platform_os: 'Linux',
        entry_page: '/',
        source: 'Google',
        visits: 9,
        clicks: 10,
      });
      const pages = ['equals', 'prefix', 'contains', 'glob', 'regex', 'query', 'route'];
      expect(pages.map((key) => byKey.get(key)?.url)).toEqual(WALK.map((href) => origin + href));
    },
    { ...MET, ...MISSED },
  );
});

it('goals that are created later match the stored history in the same way', async ({ operator }) => {
  await inShop(operator, async (api, session) => {
    await expect.poll(metBy(api, session), { timeout: 30_000 }).toEqual(['end']);
    await createGoals(api, { ...MET, ...MISSED });
    const running = async () => {
      const goals = await api.get<{ matching: { state: string } }[]>('/goals');
      return goals.filter(({ matching }) => matching.state === 'running').length;
    };
    await expect.poll(running, { timeout: 30_000 }).toBe(0);
    expect(await metBy(api, session)()).toEqual(EXPECTED);
  });
});
