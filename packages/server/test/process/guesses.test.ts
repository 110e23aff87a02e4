import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { expect } from 'vitest';
import { BASE_PATH } from '#goalpost/app.js';
import { openLink, PASSWORD } from '../cli/first-account.js';
import { it, type RunningServer } from '../support/operator.js';

const EMAIL = 'ada@shop.example';
const GUESSED = 1000;
const AT_A_TIME = 20;
/** What checking one password takes, and as much again for a thousand requests from as many addresses, in KiB. */
const MEMORY_MAX = 2 * 128 * 1024;

/** Tries a password from an address of this machine, and resolves with the status. */
function signIn({ url }: RunningServer, body: object, localAddress: string, cookie = ''): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { origin: url, 'content-type': 'application/json', cookie };
    const asking = request(
      `${url}${BASE_PATH}/auth/sign-in`,
      { method: 'POST', agent: false, localAddress, headers },
      (answer) => {
        answer.resume();
        answer.once('end', () => resolve(answer.statusCode!));
      },
    );
    asking.once('error', reject).end(JSON.stringify(body));
  });
}

/** The most memory that a process has had, in KiB. */
function peakOf({ process }: RunningServer): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${process.pid}/status`, 'utf8'))![1]);
}

it('a thousand guesses from as many addresses get nowhere, take little memory, and keep nobody out', async ({
  operator,
}) => {
  const { stdout } = await operator.goalpost('account', 'create', '--email', EMAIL, '--role', 'owner');
  const server = await operator.serve();
  const joined = await openLink(server, stdout);
  const known = joined.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0]!)
    .find((cookie) => cookie.startsWith('goalpost-known='))!;
  const before = peakOf(server);

  const statuses: number[] = [];
  let next = 0;
  const guess = async () => {
    for (let index = next++; index < GUESSED; index = next++) {
      const email = index % 2 === 0 ? EMAIL : `person${index}@shop.example`;
      const body = { email, password: `the ${index}th guess` };
      statuses.push(await signIn(server, body, `127.1.${index >> 8}.${index & 255}`));
      // The account's own person, in the middle of it; other passwords may wait to be checked then.
      if (index === GUESSED / 2) await expectIn();
    }
  };
  const expectIn = async () => {
    const own = () => signIn(server, { email: EMAIL, password: PASSWORD }, '127.0.0.1', known);
    await expect.poll(own, { timeout: 60_000, interval: 15_000 }).toBe(200);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, guess));
  await expectIn();

  expect(statuses).toHaveLength(GUESSED);
  expect(statuses.filter((status) => status < 400)).toEqual([]);
  expect(statuses.filter((status) => status >= 500)).toEqual([]);
  expect(peakOf(server) - before).toBeLessThan(MEMORY_MAX);
  // Strangers are still kept out, with the right password, too.
  const stranger = await signIn(server, { email: EMAIL, password: PASSWORD }, '127.2.0.1');
  expect(stranger).toBe(429);
}, 300_000);
