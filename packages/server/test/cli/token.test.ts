import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { it, type Operator } from '../support/operator.js';
import { conversions } from '../support/requests.js';

const create = async (operator: Operator, ...args: string[]) => {
  const all = ['token', 'create', '--project', 'p1', '--ability', 'conversions:read', ...args];
  return (await operator.goalpost(...all)).stdout;
};

const secretOf = (token: string) => /^gp_[0-9A-Z]{26}_([\w-]{43})$/.exec(token)![1]!;

describe.concurrent('a token', () => {
  it('is different each time, and alone on standard output with --quiet', async ({ operator }) => {
    await operator.openShop();
    const first = await create(operator, '--quiet');
    const second = await create(operator, '--quiet');
    const one = /^gp_[0-9A-Z]{26}_[\w-]{43}\n$/;
    expect(first).toMatch(one);
    expect(second).toMatch(one);
    expect(secretOf(first.trim())).not.toBe(secretOf(second.trim()));
  });

  it('is shown once: no list shows its secret, and files hold only a hash of it', async ({ operator }) => {
    await operator.openShop();
    const quiet = (await create(operator, '--quiet')).trim();
    const { id, token, ...more } = JSON.parse(await create(operator, '--json', '--name', 'Till'));
    expect(more).toEqual({});
    const plain = await create(operator);
    expect(plain).toMatch(
      /^Created the token\. Store it now: it is not shown again\.\n {2}id {5}\w+\n {2}token {2}gp_/,
    );
    const secrets = [quiet, token as string, plain.trim().split(' ').at(-1)!].map(secretOf);

    const list = await operator.goalpost('token', 'list', '--project', 'p1');
    const json = await operator.goalpost('token', 'list', '--project', 'p1', '--json');
    expect(list.stdout).toContain(id);
    expect(JSON.parse(json.stdout).at(-2)).toEqual({
      id,
      name: 'Till',
      abilities: ['conversions:read'],
      rate_limit: 60,
      created_at: expect.any(String),
      expires_at: null,
      revoked_at: null,
      last_used_at: null,
    });

    const files = readdirSync(operator.dataDir).map((name) => readFileSync(path.join(operator.dataDir, name)));
    for (const secret of secrets) {
      expect(list.stdout + json.stdout).not.toContain(secret);
      expect(files.some((bytes) => bytes.includes(secret))).toBe(false);
      const hash = createHash('sha256').update(secret).digest('hex');
      expect(files.some((bytes) => bytes.includes(hash))).toBe(true);
      expect(list.stdout + json.stdout).not.toContain(hash);
    }
  });

  it('opens the API of a running server at once', async ({ operator }) => {
    await operator.openShop();
    const server = await operator.serve();
    const token = (await create(operator, '--quiet')).trim();
    expect(await conversions(server, token, { session_ids: [1] })).toEqual({ status: 200, data: [] });
  });

  it('is listed with its abilities and expiry', async ({ operator }) => {
    await operator.openShop();
    await create(operator, '--ability', 'goals:read,conversions:read', '--rate-limit', '7', '--expires-in-days', '2');
    const { stdout } = await operator.goalpost('token', 'list', '--project', 'p1', '--json');
    const token = JSON.parse(stdout).at(-1);
    expect(token).toMatchObject({ name: null, abilities: ['conversions:read', 'goals:read'], rate_limit: 7 });
    expect(Date.parse(token.expires_at) - Date.parse(token.created_at)).toBe(2 * 86_400_000);
  });

  it('that is revoked stays in the list, with the time', async ({ operator }) => {
    await operator.openShop();
    const { id } = JSON.parse(await create(operator, '--json'));
    expect((await operator.goalpost('token', 'revoke', id, '--json')).stdout).toBe(
      `${JSON.stringify({ id, revoked: true })}\n`,
    );
    const { stdout } = await operator.goalpost('token', 'list', '--project', 'p1');
    expect(stdout.split('\n')[0]!.split(/ {2,}/)).toEqual([
      ...['ID', 'NAME', 'ABILITIES', 'PER MINUTE', 'CREATED', 'EXPIRES', 'REVOKED', 'LAST USED'],
    ]);
    const [, , , , , , revoked] = stdout.split('\n').at(-2)!.split(/ {2,}/);
    expect(Number.isNaN(Date.parse(revoked!))).toBe(false);
  });
});
