import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { urlGoal } from '../support/builders.js';
import { it } from '../support/operator.js';
import { visitLines } from '../support/requests.js';

it('session shows what happened in a session, and erases it', async ({ operator }) => {
  await operator.openShop(urlGoal('/thanks', { key: 'thanks' }));
  const file = path.join(operator.dir, 'events.ndjson');
  writeFileSync(file, visitLines('s', 1500));
  await operator.goalpost('import', '--project', 'p1', '--format', 'ndjson', file);
  const session = (...args: string[]) => operator.goalpost('session', ...args, '--project', 'p1');
  const shown = await session('show', 's');
  expect(shown.stdout).toMatch(/^Session s\n {2}from +2026-\S+\n/);
  expect(shown.stdout).toMatch(/\nTIME +TYPE +WHAT +GOALS\n\S+ +visit +\S+\/thanks\S* +thanks\n/);
  const { timeline, ...whole } = JSON.parse((await session('show', 's', '--json')).stdout);
  expect([timeline.length, whole.visits, whole.next_cursor]).toEqual([1500, 1500, null]);
  const erased = await session('erase', 's', '--json');
  expect(JSON.parse(erased.stdout)).toEqual({ session_id: 's', visits: 1500, clicks: 0, events: 0, conversions: 1500 });
  for (const command of ['show', 'erase']) {
    const { code, stderr } = await session(command, 's');
    expect([code, stderr]).toEqual([2, 'goalpost: the project has no session "s"\n']);
  }
});
