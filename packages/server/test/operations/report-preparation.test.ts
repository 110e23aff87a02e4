import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { buildApp } from '#goalpost/app.js';
import { ReportPreparation } from '#goalpost/operations/report-preparation.js';
import { openSqliteStore } from '#goalpost/sqlite/sqlite-store.js';
import type { Store } from '#goalpost/store/store.js';
import { project, T0, urlGoal, visit } from '../support/builders.js';

const DAY = 86_400_000;
let dir: string;
let store: Store;

beforeEach(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
  store = openSqliteStore(dir, { now: () => T0 + 100 * DAY });
  await store.projects.create(project());
  await store.goals.create(project().id, urlGoal('/thanks', { key: 'thanks' }));
});
afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true });
});

/** Stores a session on each of so many days. */
const recordDays = (days: number) =>
  store.events.record(
    project().id,
    Array.from({ length: days }, (_, day) => visit('/thanks', { sessionId: `s${day}`, id: 'e', at: T0 + day * DAY })),
  );
const logged: { msg: string; days?: number; prepared?: number }[] = [];
const log = pino({ base: null, timestamp: false }, { write: (line) => logged.push(JSON.parse(line)) });

it('much work is logged when it begins and when it is done, and /readyz says how far it is', async () => {
  await recordDays(12);
  const preparation = new ReportPreparation(store, log);
  const app = await buildApp({ store, preparation });
  const ready = async () => (await app.inject('/readyz')).json();
  expect(await ready()).toEqual({ status: 'ready' });
  const { step } = preparation.work;
  expect(await step()).toBe(true);
  expect(await ready()).toEqual({ status: 'ready', reports: { days: 12, prepared: 0 } });
  expect(await store.reports.progress()).toEqual({ days: 12, prepared: 1 });
  while (await step());
  expect(await ready()).toEqual({ status: 'ready' });
  expect(await store.reports.progress()).toEqual({ days: 12, prepared: 12 });
  expect(logged.splice(0)).toEqual([
    { level: 30, days: 12, prepared: 0, msg: 'preparing days for reports; until it is done, reports are slower' },
    { level: 30, msg: 'all days are prepared for reports' },
  ]);
  await app.close();
});

it('a few days are prepared without a word', async () => {
  await recordDays(9);
  const preparation = new ReportPreparation(store, log);
  while (await preparation.work.step()) expect(preparation.progress).toBe(null);
  expect(await store.reports.progress()).toEqual({ days: 9, prepared: 9 });
  expect(logged).toEqual([]);
});
