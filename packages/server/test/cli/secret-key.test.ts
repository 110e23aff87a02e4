import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { newSecretKeyText } from '#goalpost/access/secret-key.js';
import { shownCode } from '../support/authenticator-app.js';
import { it, type Operator, type RunningServer } from '../support/operator.js';
import { openLink, PASSWORD } from './first-account.js';

const EMAIL = 'ada@shop.example';
const keyOf = ({ dataDir }: Operator) => path.join(dataDir, 'secret.key');

/** Makes an account with a second factor, and returns its recovery codes. */
async function setUp(operator: Operator, server: RunningServer): Promise<string[]> {
  const { stdout } = await operator.goalpost('account', 'create', '--email', EMAIL, '--role', 'owner');
  const joined = await openLink(server, stdout);
  let cookie = joined.headers.get('set-cookie')!;
  const ask = async (address: string, body: object) => {
    const answer = await post(server, address, body, cookie);
    cookie = answer.headers.get('set-cookie') ?? cookie;
    return ((await answer.json()) as { data: { secret: string; recovery_codes: string[] } }).data;
  };
  const { secret } = await ask('/auth/second-factor/start', { password: PASSWORD });
  return (await ask('/auth/second-factor/confirm', { code: shownCode(secret, Date.now()) })).recovery_codes;
}

function post({ api, url }: RunningServer, address: string, body: object, cookie = ''): Promise<Response> {
  return fetch(api + address, {
    method: 'POST',
    headers: { origin: url, cookie, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

const signIn = async (server: RunningServer, code?: string) => {
  const answer = await post(server, '/auth/sign-in', { email: EMAIL, password: PASSWORD, code });
  return { status: answer.status, message: ((await answer.json()) as { message?: string }).message };
};

async function stop({ process, ended }: RunningServer): Promise<void> {
  process.kill('SIGTERM');
  await ended;
}

describe('the secret key of a data directory', () => {
  it('is made at the first start and stays; without it, the log says so and recovery codes let people in', async ({
    operator,
  }) => {
    await operator.openShop();
    const first = await operator.serve();
    const key = readFileSync(keyOf(operator), 'utf8');
    const [code, ...codes] = await setUp(operator, first);
    await stop(first);
    const again = await operator.serve();
    expect(readFileSync(keyOf(operator), 'utf8')).toBe(key);
    expect(await signIn(again, code)).toMatchObject({ status: 200 });
    await stop(again);

    writeFileSync(keyOf(operator), newSecretKeyText());
    const without = await operator.serve();
    await without.said(/the secret key is not the one of these second factors/);
    expect((await signIn(without, '000000')).message).toMatch(/cannot be checked.*--secret-key-file/);
    expect(await signIn(without, codes[0])).toMatchObject({ status: 200 });
    await stop(without);

    // The operator has kept the key elsewhere.
    const kept = path.join(operator.dir, 'kept.key');
    writeFileSync(kept, key, { mode: 0o600 });
    const restored = await operator.serve('--secret-key-file', kept);
    expect((await signIn(restored, '000000')).message).toMatch(/^The code is wrong/);

    const { code: exit } = await operator.goalpost('account', 'update', '--email', EMAIL, '--remove-second-factor');
    expect(exit).toBe(0);
    expect(await signIn(restored)).toMatchObject({ status: 200 });
  });

  it('is not made for a server without the console', async ({ operator }) => {
    await operator.openShop();
    await operator.serve('--no-console');
    expect(() => readFileSync(keyOf(operator))).toThrow('ENOENT');
  });

  it('that is damaged ends the start, and says what it must hold', async ({ operator }) => {
    await operator.openShop();
    writeFileSync(keyOf(operator), 'half a k');
    const { code, stderr } = await operator.goalpost('serve', '--port', '0');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/secret\.key must hold 32 random bytes/),
    });
  });

  it('that is given must be one, and is not shown', async ({ operator }) => {
    const file = path.join(operator.dir, 'other.key');
    writeFileSync(file, 'correct horse', { mode: 0o600 });
    const { code, stderr } = await operator.goalpost('serve', '--port', '0', '--secret-key-file', file);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/openssl rand -base64 32/) });
    expect(stderr).not.toContain('correct horse');
  });
});
