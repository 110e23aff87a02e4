import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { it } from '../support/operator.js';

const line = (session: string, at: Date) =>
  `${JSON.stringify({ id: 'e1', type: 'visit', session_id: session, at: at.toISOString(), url: 'https://shop.example/' })}\n`;

it('retention shows what would go, and erases much only when told twice', async ({ operator }) => {
  await operator.openShop();
  const file = path.join(operator.dir, 'events.ndjson');
  const now = Date.now();
  writeFileSync(file, line('old', new Date(now - 40 * 86_400_000)) + line('new', new Date(now - 86_400_000)));
  await operator.goalpost('import', '--project', 'p1', '--format', 'ndjson', file);
  const retention = (...flags: string[]) => operator.goalpost('retention', '--retention-days', '30', ...flags);
  expect((await retention('--dry-run')).stdout).toBe('PROJECT  NAME  TO ERASE  SESSIONS\np1       Shop  1         2\n');
  expect(JSON.parse((await retention('--dry-run', '--json')).stdout)).toEqual([{ project: 'p1', due: 1, sessions: 2 }]);
  const refused = await retention();
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('look with --dry-run, then give --yes')]);
  expect((await retention('--yes')).stdout).toBe('Erased sessions older than 30 days: 1\n');
  expect((await retention()).stdout).toBe('Erased sessions older than 30 days: 0\n');
  const audit = JSON.parse((await operator.goalpost('audit', '--project', 'p1', '--json')).stdout);
  expect(audit).toMatchObject([{ by: { kind: 'command' }, change: 'sessions.erased' }]);
  expect(new Date(audit[0].subject).toISOString()).toBe(audit[0].subject);
  const without = await operator.goalpost('retention', '--dry-run');
  expect([without.code, without.stderr]).toEqual([2, expect.stringContaining('--retention-days is required')]);
});
