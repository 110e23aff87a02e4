import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PASSWORDS_WAITING_MAX } from '#goalpost/access/password.js';
import { newSecretKeyText, SecretKey } from '#goalpost/access/secret-key.js';
import { findAccount } from '#goalpost/accounts/account-store.js';
import { GUESSES } from '#goalpost/accounts/guesses.js';
import { newAccountLink } from '#goalpost/accounts/links.js';
import { BASE_PATH } from '#goalpost/app.js';
import { SHARE_GUESSES } from '#goalpost/sharing/open-route.js';
import { useApi } from '../support/api.js';
import { shownCode } from '../support/authenticator-app.js';
import { type Browser, newAccount, newBrowser, OWN_PAGE } from '../support/console.js';

// Somebody guesses a thousand times a minute, from one address and from many. Windows go by the time of the process.
const api = useApi({ secretKey: SecretKey.from(newSecretKeyText()) });
vi.setConfig({ testTimeout: 600_000 });

const PASSWORD = 'correct horse battery staple';
const PER_MINUTE = 1000;
const MINUTES = 3;
const MINUTE_MS = 60_000;
const QUARTER = GUESSES[1];
const oneAddress = () => '203.0.113.1';
const manyAddresses = (index: number) => `198.51.${(index >> 8) & 255}.${index & 255}`;

let email: string;
let browser: Browser;
let secret: string;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const account = await newAccount(api, { all: 'owner' });
  ({ email } = account);
  browser = newBrowser(api);
  await browser.send('POST', '/auth/use-link', {
    link: await newAccountLink(api.store, account, api.now),
    password: PASSWORD,
  });
  const started = await browser.send('POST', '/auth/second-factor/start', { password: PASSWORD });
  ({ secret } = started.json().data);
  await browser.send('POST', '/auth/second-factor/confirm', { code: shownCode(secret, api.now) });
  vi.setSystemTime(Date.now() + QUARTER.windowMs);
  api.now += QUARTER.windowMs;
});
afterEach(() => vi.useRealTimers());

/** How many guesses were looked at, and how many were right. */
async function campaign(
  addressOf: (index: number) => string,
  path: string,
  bodyOf: (index: number) => object,
): Promise<{ tried: number; right: number }> {
  const found = { tried: 0, right: 0 };
  for (let minute = 0; minute < MINUTES; minute++) {
    for (let one = 0; one < PER_MINUTE; one++) {
      const index = minute * PER_MINUTE + one;
      const { statusCode } = await api.app.inject({
        method: 'POST',
        url: `${BASE_PATH}${path}`,
        remoteAddress: addressOf(index),
        headers: OWN_PAGE,
        payload: bodyOf(index),
      });
      if (statusCode !== 429) found.tried += 1;
      if (statusCode < 400) found.right += 1;
    }
    vi.setSystemTime(Date.now() + MINUTE_MS);
  }
  return found;
}

const signIn = (from: Browser) =>
  from.send('POST', '/auth/sign-in', { email, password: PASSWORD, code: shownCode(secret, api.now) });

/** A browser where the account was signed in before gets in at once, a new one within a quarter of an hour. */
async function expectHonestPeopleGetIn(): Promise<void> {
  expect((await signIn(browser)).statusCode).toBe(200);
  vi.setSystemTime(Date.now() + QUARTER.windowMs);
  api.now += QUARTER.windowMs;
  expect((await signIn(newBrowser(api, { remoteAddress: '192.0.2.7' }))).statusCode).toBe(200);
}

it.each([
  ['one address', oneAddress],
  ['many addresses', manyAddresses],
])('guesses of a password from %s are looked at ten times in a quarter of an hour', async (_from, addressOf) => {
  const found = await campaign(addressOf, '/auth/sign-in', (index) => ({ email, password: `a guess, the ${index}th` }));
  expect(found).toEqual({ tried: expect.any(Number), right: 0 });
  expect(found.tried).toBeLessThanOrEqual(QUARTER.ofAccount);
  await expectHonestPeopleGetIn();
});

it.each([
  ['one address', oneAddress],
  ['many addresses', manyAddresses],
])('guesses of a code, with the password known, from %s are, too', async (_from, addressOf) => {
  const next = Number(shownCode(secret, api.now));
  const found = await campaign(addressOf, '/auth/sign-in', (index) => ({
    email,
    password: PASSWORD,
    code: String((next + 1000 + index) % 1_000_000).padStart(6, '0'),
  }));
  expect(found.right).toBe(0);
  expect(found.tried).toBeLessThanOrEqual(QUARTER.ofAccount);
  expect((await findAccount(api.store, email))!.secondFactor!.wrongCodes).toBe(found.tried);
  await expectHonestPeopleGetIn();
});

it('guesses of many accounts from one address are looked at fifty times in a quarter of an hour', async () => {
  const found = await campaign(oneAddress, '/auth/sign-in', (index) => ({
    email: `person${index}@other.example`,
    password: PASSWORD,
  }));
  expect(found.right).toBe(0);
  expect(found.tried).toBeLessThanOrEqual(QUARTER.ofAddress);
  await expectHonestPeopleGetIn();
});

it('guesses of many accounts from many addresses, more than can be looked at, keep nobody out', async () => {
  let isOn = true;
  let sent = 0;
  let refused = 0;
  const guesser = async () => {
    while (isOn) {
      const index = sent++;
      const { statusCode } = await api.app.inject({
        method: 'POST',
        url: `${BASE_PATH}/auth/sign-in`,
        remoteAddress: manyAddresses(index),
        headers: OWN_PAGE,
        payload: { email: `person${index}@other.example`, password: PASSWORD },
      });
      if (statusCode === 429) refused += 1;
      await setImmediate();
    }
  };
  const guessers = Array.from({ length: PASSWORDS_WAITING_MAX + 5 }, guesser);
  await vi.waitUntil(() => refused > 0);
  expect((await signIn(browser)).statusCode).toBe(200);
  api.now += MINUTE_MS;
  // Whoever is turned away has not used up a try: there are more here than an account has.
  const newcomer = newBrowser(api, { remoteAddress: '192.0.2.7' });
  const turnedAway = async () => (await signIn(newcomer)).statusCode;
  const first = await Promise.all(Array.from({ length: QUARTER.ofAccount + 1 }, turnedAway));
  isOn = false;
  await Promise.all(guessers);
  expect(first).toContain(429);
  expect(first.includes(200) || (await turnedAway()) === 200).toBe(true);
});

it.each([
  ['one address', oneAddress],
  ['many addresses', manyAddresses],
])('guesses of one-time links from %s find nothing, and hash no password', async (_from, addressOf) => {
  const account = (await findAccount(api.store, email))!;
  const [id] = (await newAccountLink(api.store, account, api.now)).split('.');
  const found = await campaign(addressOf, '/auth/use-link', (index) => ({
    link: `${id}.${String(index).padStart(43, 'A')}`,
    password: PASSWORD,
  }));
  expect(found.right).toBe(0);
  await expectHonestPeopleGetIn();
});

it.each([
  ['one address', oneAddress, SHARE_GUESSES.ofAddress],
  ['many addresses', manyAddresses, SHARE_GUESSES.ofLink],
])(
  'guesses of the password of a share link from %s are looked at as often as the limit says',
  async (_from, addressOf, max) => {
    const { link } = (await browser.send('POST', '/share-links', { password: PASSWORD })).json().data;
    const found = await campaign(addressOf, '/share-links/open', (index) => ({
      link,
      password: `the ${index}th guess`,
    }));
    expect(found).toEqual({ tried: max, right: 0 });
    vi.setSystemTime(Date.now() + SHARE_GUESSES.windowMs);
    const opened = await newBrowser(api).send('POST', '/share-links/open', { link, password: PASSWORD });
    expect(opened.statusCode).toBe(200);
  },
);
