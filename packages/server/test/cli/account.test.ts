import { describe, expect } from 'vitest';
import { it, type Operator } from '../support/operator.js';
import { openLink, printedLink } from './first-account.js';

const EMAIL = 'ada@shop.example';

async function json(operator: Operator, ...args: string[]) {
  const { code, stdout, stderr } = await operator.goalpost('account', ...args, '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

describe('goalpost serve', () => {
  it('prints a link for the first account, at its own address; a second start voids it', async ({ operator }) => {
    await operator.openShop();
    const first = await operator.serve();
    const before = await printedLink(first);
    expect(before).toContain(`${first.url}/console#/link/set-up.`);
    const second = await operator.serve();
    const printed = await printedLink(second);
    expect((await openLink(second, before, EMAIL)).status).toBe(422);
    const answer = await openLink(second, printed, EMAIL);
    expect(await answer.json()).toMatchObject({ error: false, data: { email: EMAIL, role: 'owner' } });
    expect(await json(operator, 'list')).toMatchObject([{ email: EMAIL, joined: true }]);
  });

  it('tells an installation that is in use once how to begin, makes no link, and voids one that lies about', async ({
    operator,
  }) => {
    await operator.openShop();
    const before = await operator.serve();
    const lying = await printedLink(before);
    const visit = '{"session_id":"1","type":"visit","at":"2026-01-03T10:00:00Z","url":"/"}\n';
    const imported = operator.startGoalpost(['import', '--project', 'p1', '--format', 'ndjson', '-'], { input: visit });
    expect((await imported.ended).code).toBe(0);
    /** What a server says until it has stopped; the first start waits for the sentence. */
    const started = async (isTold: boolean) => {
      const server = await operator.serve();
      if (isTold) await printedLink(server);
      else expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
      server.process.kill('SIGTERM');
      return (await server.ended).stderr;
    };
    const first = await started(true);
    expect((await openLink(before, lying, EMAIL)).status).toBe(422);
    expect(first).toMatch(/goalpost account create --email/);
    expect(first).not.toContain('#/link/');
    expect(await started(false)).toBe('');
  });

  it('serves the API alone with --no-console', async ({ operator }) => {
    const token = await operator.openShop();
    const { stdout } = await operator.goalpost('account', 'create', '--email', EMAIL, '--role', 'owner');
    const server = await operator.serve('--no-console');
    expect((await openLink(server, stdout)).status).toBe(404);
    const goals = await fetch(`${server.api}/goals`, { headers: { authorization: `Bearer ${token}` } });
    expect(goals.status).toBe(200);
    server.process.kill('SIGTERM');
    expect((await server.ended).stderr).toBe('');
  });
});

describe('goalpost account', () => {
  it('creates accounts with roles, changes and deletes them', async ({ operator }) => {
    await operator.openShop();
    const created = await json(operator, 'create', '--email', EMAIL, '--role', 'viewer', '--project', 'Shop');
    expect(created).toMatchObject({ email: EMAIL, roles: { all: null, projects: { p1: 'viewer' } }, joined: false });
    await json(operator, 'update', '--email', EMAIL.toUpperCase(), '--role', 'editor');
    await json(operator, 'update', '--email', EMAIL, '--no-role', '--project', 'p1');
    expect(await json(operator, 'list')).toMatchObject([{ id: created.id, roles: { all: 'editor', projects: {} } }]);
    await json(operator, 'delete', '--email', EMAIL);
    expect(await json(operator, 'list')).toEqual([]);
  });

  it('prints links at the address where people reach the server; a new one voids the one before', async ({
    operator,
  }) => {
    await operator.openShop();
    const url = 'https://stats.example';
    const created = await json(operator, 'create', '--email', EMAIL, '--role', 'owner', '--console-url', url);
    expect(created.link).toMatch(/^https:\/\/stats\.example\/console#\/link\/[0-9a-f]{32}\.[\w-]{43}$/);
    const { link } = await json(operator, 'link', '--email', EMAIL, '--console-url', url);
    const server = await operator.serve();
    expect((await openLink(server, created.link)).status).toBe(422);
    expect((await openLink(server, link)).status).toBe(200);
  });

  it.for<[fault: RegExp, args: string[]]>([
    [/there is an account ADA@shop\.example/, ['create', '--email', 'ADA@shop.example', '--role', 'owner']],
    [/there is no account bob@shop\.example/, ['link', '--email', 'bob@shop.example']],
    [/there is no account bob@shop\.example/, ['delete', '--email', 'bob@shop.example']],
    [/there is no account bob@shop\.example/, ['update', '--email', 'bob@shop.example', '--role', 'owner']],
    [/give one of --role, --no-role and --remove-second-factor/, ['update', '--email', EMAIL]],
    [/give one of --role/, ['update', '--email', EMAIL, '--no-role', '--remove-second-factor']],
    [/--email must be an e-mail address/, ['link', '--email', 'bob']],
    [/--role must be one of viewer, editor, owner/, ['create', '--email', 'bob@shop.example', '--role', 'admin']],
    [/there is no project "Blog"/, ['update', '--email', EMAIL, '--role', 'owner', '--project', 'Blog']],
  ])('says %s', async ([fault, args], { operator }) => {
    await operator.openShop();
    await json(operator, 'create', '--email', EMAIL, '--role', 'viewer');
    const { code, stderr } = await operator.goalpost('account', ...args);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(fault) });
  });
});
