import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { ProjectId, SessionId } from '#goalpost/model/ids.js';
import type { ReportGroup } from '#goalpost/model/report.js';
import type { Store } from '#goalpost/store/store.js';
import { project, T0, urlGoal, visit } from '../support/builders.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { type ClickHouseDatabase, newDatabase, run } from '../support/clickhouse/store.js';

// A node is killed while it makes summaries or sums of them. Reports are then what they were when there were none.

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const DAY = 86_400_000;
const MUCH_LATER = T0 + 10 * DAY;
const PROJECTS = ['p1', 'p2', 'p3', 'p4'] as ProjectId[];
/** Sessions that are recorded, and copies that are made of each, so that a step takes long enough to be interrupted. */
const RECORDED = 100;
const COPIES = 20;
const SESSIONS = PROJECTS.length * RECORDED * (1 + COPIES);
const GROUPS: ReportGroup[][] = [['entry_page'], ['source', 'device'], ['page'], ['goal']];

let cluster: Cluster;
let database: ClickHouseDatabase;
let store: Store;

beforeAll(async () => {
  cluster = await startCluster(1, 2);
  database = await newDatabase(cluster);
  store = await database.open(() => MUCH_LATER, { sessionsPerStep: 500 });
  for (const projectId of PROJECTS) {
    await store.projects.create(project({ id: projectId }));
    await store.goals.create(projectId, urlGoal('/thanks', { key: 'thanks' }));
    const ids = Array.from({ length: RECORDED }, (_, index) => `s${index}` as SessionId);
    const events = ids.flatMap((sessionId, index) => [
      visit(`/a?utm_source=${index % 7}`, { sessionId, id: 'a', at: T0 + index * 60_000 }),
      visit(`/thanks/${index % 3}`, { sessionId, id: 'b', at: T0 + index * 61_000 + (index % 4) * DAY }),
    ]);
    await store.events.record(projectId, events);
  }
  const copied = `concat(session_id, '-', toString(number)) AS session_id`;
  await onEach(
    `INSERT INTO records_local SELECT * REPLACE(${copied}) FROM records_local ARRAY JOIN range(${COPIES}) AS number`,
  );
});
afterAll(async () => {
  await store.close();
  await cluster.stop();
});

const at = (index: number, sql: string) => run(`${cluster.urls[index]}/?database=${database.database}`, sql);
const onEach = (sql: string) => Promise.all(cluster.urls.map((_url, index) => at(index, sql)));
/** By table: how many sessions a node has there. */
const COUNTED = {
  session_summaries: 'SELECT count() FROM session_summaries_local FINAL',
  slice_sums: `SELECT sum(sessions) FROM slice_sums_local FINAL WHERE counted_by = ''`,
};
type Table = keyof typeof COUNTED;
const countAt = async (index: number, table: Table) => Number(await at(index, COUNTED[table]));
const areAllUp = () => store.nodes!.shards().every(({ away }) => away.length === 0);

/** Reports of all projects, as both replicas answer in turn. */
async function reports(): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const projectId of PROJECTS) {
    const query = { times: null, order: { by: { figure: 'conversions' as const }, descending: true }, limit: 1000 };
    const question = {
      projectId,
      choice: { goals: null, types: null, origin: null },
      filters: { texts: {} },
      periods: [{ from: T0 - DAY, until: MUCH_LATER + 1 }],
      goals: [],
      queries: GROUPS.map((groupBy) => ({ ...query, groupBy, after: null })),
    };
    answers.push(await store.reports.answer(question, new AbortController().signal));
  }
  return answers;
}

/** Works until nothing is left to do, and returns how often it was interrupted. As in the background, it goes on after a pause. */
async function work(): Promise<number> {
  for (let interrupted = 0; ; ) {
    try {
      while (await store.reports.work());
      return interrupted;
    } catch {
      interrupted++;
      await vi.waitFor(() => expect(areAllUp()).toBe(false), 30_000);
    }
  }
}

/** Resolves while the node fills the table. */
async function isFilling(index: number, table: Table): Promise<void> {
  const running = `SELECT count() FROM system.processes WHERE query LIKE 'INSERT INTO ${table}%'`;
  while (Number(await at(index, running)) === 0) await sleep(1);
}

it.each<[number, Table]>([
  [0, 'session_summaries'],
  [1, 'slice_sums'],
])('Reports are the same after node %i was killed while it filled %s', async (index, table) => {
  await onEach('TRUNCATE TABLE session_summaries_local');
  await onEach('TRUNCATE TABLE slice_sums_local');
  const plain = await reports();
  expect(await reports()).toEqual(plain);

  const victim = cluster.nodes[index]!;
  const working = work();
  await isFilling(index, table);
  await victim.kill();
  // The other node does not wait for the one that is away.
  expect(await working).toBeLessThanOrEqual(1);
  expect(await countAt(1 - index, table)).toBe(SESSIONS);
  expect(await reports()).toEqual(plain);

  await victim.start();
  await vi.waitFor(() => expect(areAllUp()).toBe(true), 30_000);
  expect(await countAt(index, table)).toBeLessThan(SESSIONS);
  for (let times = 0; times < 2; times++) expect(await reports()).toEqual(plain);
  await work();
  expect(await countAt(index, table)).toBe(SESSIONS);
  for (let times = 0; times < 2; times++) expect(await reports()).toEqual(plain);
});
