import { expect } from 'vitest';
import { it } from '../support/operator.js';

it('what commands change is in the audit log, by "command"', async ({ operator }) => {
  await operator.openShop();
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await operator.goalpost(...args, '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return JSON.parse(stdout);
  };
  const shop = ['--project', 'p1'];
  await run('project', 'update', ...shop, '--name', 'Store');
  await run('project', 'signing-secret', ...shop);
  // Shows it, and changes nothing.
  await run('project', 'signing-secret', ...shop);
  const { id: token } = await run('token', 'create', ...shop, '--ability', 'goals:read');
  await run('token', 'revoke', token);
  const goal = ['--key', 'thanks', '--name', 'Thanks', '--type', 'url', '--match', 'equals:/thanks'];
  await run('goal', 'create', ...shop, ...goal);
  await run('goal', 'update', 'thanks', ...shop, '--name', 'Thank you');
  await run('goal', 'delete', 'thanks', ...shop);
  await run('project', 'mark-public', ...shop, '--start-date', '2026-01-01', '--end-date', '2026-01-31', '--yes');
  const { id: blog } = await run('project', 'create', '--name', 'Blog');

  const changes = async (...args: string[]) =>
    (await run('audit', ...args))
      .map(({ by, change, subject }: { by: { kind: string }; change: string; subject: string }) => [
        by.kind,
        change,
        subject,
      ])
      .reverse();
  expect(await changes(...shop)).toEqual([
    ['command', 'project.updated', 'p1'],
    ['command', 'project.secret', 'p1'],
    ['command', 'token.created', token],
    ['command', 'token.revoked', token],
    ['command', 'goal.created', 'thanks'],
    ['command', 'goal.updated', 'thanks'],
    ['command', 'goal.deleted', 'thanks'],
    ['command', 'project.marked-public', 'p1'],
  ]);
  expect(await changes()).toEqual([['command', 'project.created', blog]]);
});
