import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import type { GoalKey, ProjectId } from '#goalpost/ids.js';
import { openSqliteStore } from '#goalpost/store/sqlite/sqlite-store.js';
import { SNAPSHOT_KEPT_MS } from '#goalpost/store/store.js';
import { project, T0, urlGoal, visit } from '../support/builders.js';
import { describeStore } from './conformance.js';

describeStore('the SQLite store', async (now) => {
  const dir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
  const store = openSqliteStore(dir, { now });
  return {
    store,
    release: async () => {
      await store.close();
      rmSync(dir, { recursive: true });
    },
  };
});

it('clears away all conversions of a removed goal, in steps, and none of another', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
  let now = T0;
  const store = openSqliteStore(dir, { now: () => now });
  const p1 = 'p1' as ProjectId;
  const rows = () => {
    const db = new Database(path.join(dir, 'goalpost.db'), { readonly: true });
    const counts = db
      .prepare(
        'SELECT goal_key, count(*) FROM conversions JOIN goals USING (goal_no) GROUP BY goal_key ORDER BY goal_key',
      )
      .raw()
      .all();
    db.close();
    return counts;
  };
  await store.projects.create(project());
  await store.goals.create(p1, urlGoal('/', { key: 'gone' }));
  await store.goals.create(p1, urlGoal('/', { key: 'kept' }));
  for (let batch = 0; batch < 4; batch++) {
    const events = Array.from({ length: 2000 }, (_, index) => visit('/', { sessionId: `s${index}`, id: `e${batch}` }));
    await store.events.record(p1, events);
  }
  await store.goals.remove(p1, 'gone' as GoalKey);
  expect(await store.goals.work()).toBe(false);
  expect(rows()).toEqual([
    ['gone', 8000],
    ['kept', 8000],
  ]);
  now += SNAPSHOT_KEPT_MS;
  let steps = 0;
  while (await store.goals.work()) steps++;
  expect(steps).toBeGreaterThan(1);
  expect(rows()).toEqual([['kept', 8000]]);
  await store.close();
  rmSync(dir, { recursive: true });
});
