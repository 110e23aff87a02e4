import type { FastifyRequest } from 'fastify';
import { describe, expect, it, vi } from 'vitest';
import { Guesses } from '#goalpost/accounts/guesses.js';
import { newAccountLink } from '#goalpost/accounts/links.js';
import { useApi } from '../support/api.js';
import { type Browser, newAccount, newBrowser } from '../support/console.js';

// Windows go by the time of the process, not by that of the API.
const api = useApi();
const PASSWORD = 'correct horse battery staple';
const MINUTE_MS = 60_000;

/** An account with a password, and a browser in which it was signed in. */
async function newPerson(): Promise<{ email: string; browser: Browser }> {
  const account = await newAccount(api, { all: 'viewer' });
  const link = await newAccountLink(api.store, account, api.now);
  const browser = newBrowser(api);
  expect((await browser.send('POST', '/auth/use-link', { link, password: PASSWORD })).statusCode).toBe(200);
  return { email: account.email, browser };
}

/** Signs in from an address; each browser is a new one. */
async function guess(email: string, address: string, password = 'guess') {
  return newBrowser(api, { remoteAddress: address }).send('POST', '/auth/sign-in', { email, password });
}

const addressOf = (index: number) => `198.51.${index >> 8}.${index & 255}`;

describe('guessing the password of an account', () => {
  it('from many addresses has five tries a minute and ten in a quarter of an hour, all together', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { email } = await newPerson();
    let index = 0;
    /** How many of so many tries in each of 15 minutes were answered. */
    const triedIn15Minutes = async (perMinute: number) => {
      let tried = 0;
      for (let minute = 0; minute < 15; minute++) {
        for (let one = 0; one < perMinute; one++) {
          if ((await guess(email, addressOf(index++))).statusCode === 422) tried += 1;
        }
        vi.setSystemTime(Date.now() + MINUTE_MS);
      }
      return tried;
    };
    expect([await triedIn15Minutes(20), await triedIn15Minutes(2)]).toEqual([5, 10]);
    vi.useRealTimers();
  });

  it('does not keep its person out, in a browser where the account was signed in before', async () => {
    const { email, browser } = await newPerson();
    await Promise.all(Array.from({ length: 40 }, (_, index) => guess(email, addressOf(index))));
    expect((await guess(email, '203.0.113.1', PASSWORD)).statusCode).toBe(429);
    const signedIn = await browser.send('POST', '/auth/sign-in', { email, password: PASSWORD });
    expect(signedIn.statusCode).toBe(200);
  });

  it('keeps nobody out for longer than a quarter of an hour', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { email } = await newPerson();
    for (let index = 0; index < 40; index++) await guess(email, addressOf(index));
    const { statusCode, headers } = await guess(email, '203.0.113.1', PASSWORD);
    expect(statusCode).toBe(429);
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(900);
    vi.setSystemTime(Date.now() + 15 * MINUTE_MS);
    expect((await guess(email, '203.0.113.1', PASSWORD)).statusCode).toBe(200);
    vi.useRealTimers();
  });

  it('is answered in the same way when there is no such account', async () => {
    const { email } = await newPerson();
    const answersOf = async (guessed: string, first: number) => {
      const answers = [];
      for (let index = 0; index < 12; index++) {
        const { statusCode, body } = await guess(guessed, addressOf(first + index));
        answers.push({ statusCode, body });
      }
      return answers;
    };
    expect(await answersOf(email, 0)).toEqual(await answersOf('nobody@shop.example', 100));
  });

  it('of many accounts from one address has ten tries a minute', async () => {
    const answers = [];
    for (let index = 0; index < 20; index++) answers.push(await guess(`person${index}@other.example`, '203.0.113.9'));
    expect(answers.filter(({ statusCode }) => statusCode === 422)).toHaveLength(10);
  });

  it('with the proof of another account counts as a stranger', async () => {
    const [one, other] = [await newPerson(), await newPerson()];
    const tries = [];
    for (let index = 0; index < 8; index++) {
      const browser = newBrowser(api, { remoteAddress: addressOf(index) });
      browser.known = other.browser.known;
      tries.push(await browser.send('POST', '/auth/sign-in', { email: one.email, password: 'guess' }));
    }
    expect(tries.filter(({ statusCode }) => statusCode === 422)).toHaveLength(5);
  });
});

it('guesses in the names of many thousand accounts make no count of another be forgotten', async () => {
  const { email } = await newPerson();
  const guesses = new Guesses(api.app);
  /** Only what counts: a request that was sent from an address. */
  const count = (guessed: string, index: number) => {
    const foundAddress = addressOf(index);
    const request = { headers: {}, foundAddress, routeOptions: { config: {} } } as unknown as FastifyRequest;
    return guesses.count(request, guessed, null);
  };
  for (let index = 0; index < 5; index++) await count(email, index);
  await expect(count(email, 5)).rejects.toThrow('Too Many Requests');
  for (let index = 0; index < 15_000; index++) await count(`other${index}@shop.example`, index);
  await expect(count(email, 6)).rejects.toThrow('Too Many Requests');
});

it('links are guessed no faster than an address may ask', async () => {
  const answers = [];
  for (let index = 0; index < 70; index++) {
    const link = `set-up.${String(index).padStart(43, 'A')}`;
    answers.push(await newBrowser(api).send('POST', '/auth/use-link', { link, password: PASSWORD }));
  }
  expect(answers.filter(({ statusCode }) => statusCode === 422)).toHaveLength(60);
  expect(answers.at(-1)!.statusCode).toBe(429);
});
