import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { it, type Operator } from '../support/operator.js';
import { EMAIL, nextCode, setUpFactor, signIn, stop } from './second-factor.js';

const keyOf = ({ dataDir }: Operator) => path.join(dataDir, 'secret.key');

describe('the secret key of a data directory', () => {
  it('is made at the first start and stays; without it, the log says so and recovery codes let people in', async ({
    operator,
  }) => {
    await operator.openShop();
    const first = await operator.serve();
    const key = readFileSync(keyOf(operator), 'utf8');
    const factor = await setUpFactor(operator, first);
    const [code, ...codes] = factor.recoveryCodes;
    await stop(first);
    const again = await operator.serve();
    expect(readFileSync(keyOf(operator), 'utf8')).toBe(key);
    expect(await signIn(again, code)).toMatchObject({ status: 200 });
    await stop(again);

    // Lost, and made again.
    rmSync(keyOf(operator));
    const without = await operator.serve();
    await without.said(/"accounts":1,.*the secret key is not the one of these second factors/);
    expect(readFileSync(keyOf(operator), 'utf8')).not.toBe(key);
    expect((await signIn(without, nextCode(factor))).message).toMatch(/cannot be checked.*--secret-key-file/);
    expect(await signIn(without, codes[0])).toMatchObject({ status: 200 });
    await stop(without);

    // The operator has kept the key elsewhere.
    const kept = path.join(operator.dir, 'kept.key');
    writeFileSync(kept, key, { mode: 0o600 });
    const restored = await operator.serve('--secret-key-file', kept);
    expect((await signIn(restored, '000000')).message).toMatch(/^The code is wrong/);
    expect(await signIn(restored, nextCode(factor))).toMatchObject({ status: 200 });

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
