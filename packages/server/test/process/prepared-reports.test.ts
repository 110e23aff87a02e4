import path from 'node:path';
import { expect } from 'vitest';
import { openSqliteStore } from '#goalpost/sqlite/sqlite-store.js';
import { project, urlGoal, visit } from '../support/builders.js';
import { it } from '../support/operator.js';
import { rowsIn } from '../support/sqlite.js';

it('a server keeps days that are over in the form that reports read', async ({ operator }) => {
  await operator.openShop(urlGoal('/thanks', { key: 'thanks' }));
  const store = openSqliteStore(operator.dataDir);
  await store.events.record(project().id, [visit('/thanks')]);
  await store.close();
  const file = path.join(operator.dataDir, 'goalpost.db');
  const kept = () => rowsIn(file, 'SELECT count(*) FROM report_days WHERE first_at IS NOT NULL')[0]![0];
  expect(kept()).toBe(0);
  await operator.serve();
  await expect.poll(kept, { timeout: 60_000 }).toBe(1);
});
