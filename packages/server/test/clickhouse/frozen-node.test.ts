import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { GoalKey, SessionId, TokenId } from '#goalpost/model/ids.js';
import { type Store, StoreUnavailable } from '#goalpost/store/store.js';
import { ALL, P1, selection } from '../store/tools.js';
import { project, T0, token, urlGoal, visit } from '../support/builders.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { type ClickHouseDatabase, newDatabase } from '../support/clickhouse/store.js';

// A frozen node accepts connections and says nothing. Nothing here takes half as long as a node would be waited for.

const WITHIN_MS = 15_000;
const IDS = Array.from({ length: 20 }, (_, index) => `s${index}` as SessionId);
const EVER = { from: null, until: null };

let cluster: Cluster;
let database: ClickHouseDatabase;
let store: Store;
let round = 0;

beforeAll(async () => {
  cluster = await startCluster(2, 2);
});
afterAll(() => cluster.stop());
beforeEach(async () => {
  database = await newDatabase(cluster);
  store = await database.open();
  await store.projects.create(project());
  await store.goals.create(P1, urlGoal('/', { key: 'page' }));
  await recordOneEach(store);
});
afterEach(async () => {
  await store.close();
  await database.drop();
});

const recordOneEach = (to: Store) => {
  const id = `e${round++}`;
  return to.events.record(
    P1,
    IDS.map((sessionId) => visit('/', { sessionId, id, at: T0 + round })),
  );
};

/** One request of each kind. */
const useAll = (of: Store, name: string): readonly (() => Promise<unknown>)[] => [
  () => recordOneEach(of),
  () => of.tokens.create(token({ id: name })),
  () => of.tokens.find(name as TokenId),
  () => of.goals.create(P1, urlGoal('/', { key: name })),
  () => of.conversions.ids(selection(IDS), ALL),
  () => of.conversions.list(selection(IDS), ALL),
  () => of.conversions.count(selection(IDS)),
  () => of.sessions.known(P1, IDS),
  () =>
    of.sessions.list(
      { projectId: P1, period: EVER, filters: { texts: {} } },
      { sortKey: 'id', sortOrder: 'asc', limit: 10, offset: 0 },
    ),
  () => of.visits.count({ projectId: P1, sessionIds: IDS, period: EVER, visitIds: null }),
  () => of.check(),
];

const freeze = (index: number) => process.kill(cluster.nodes[index]!.processId!, 'SIGSTOP');
const thaw = (index: number) => process.kill(cluster.nodes[index]!.processId!, 'SIGCONT');

it.each([
  ['the first replica of each shard is', [0, 2]],
  ['the second replica of each shard is', [1, 3]],
])('answers everything while %s frozen, and has everything once it is back', async (_which, frozen) => {
  const waited: number[] = [];
  const timed = async (work: () => Promise<unknown>) => {
    const start = performance.now();
    await work();
    waited.push(performance.now() - start);
  };
  for (const index of frozen) freeze(index);
  try {
    // All at once, so that each of them is the first to find out.
    await Promise.all(useAll(store, 'first').map(timed));
    for (const request of useAll(store, 'second')) await timed(request);
    const other = await database.open();
    for (const request of useAll(other, 'third')) await timed(request);
    await other.close();
    await expect(store.sessions.erase(P1, IDS[0]!)).rejects.toBeInstanceOf(StoreUnavailable);
    const { json } = await store.conversions.ids(selection(IDS), { limit: 10_000, after: null });
    expect(JSON.parse(json).length).toBeGreaterThanOrEqual(4 * IDS.length);
  } finally {
    for (const index of frozen) thaw(index);
  }
  console.log(`longest wait: ${Math.round(Math.max(...waited))} ms`);
  expect(Math.max(...waited)).toBeLessThan(WITHIN_MS);

  await vi.waitFor(() => store.sessions.erase(P1, IDS[0]!), 30_000);
  const fresh = await database.open();
  const ids = async () => JSON.parse((await fresh.conversions.ids(selection(IDS.slice(1)), ALL)).json);
  const before = await ids();
  // Each of the replicas.
  for (let read = 0; read < 4; read++) expect(await ids()).toEqual(before);
  for (const name of ['first', 'second', 'third']) {
    expect(await fresh.tokens.find(name as TokenId)).not.toBeNull();
    expect(await fresh.goals.find(P1, name as GoalKey)).not.toBeNull();
  }
  await fresh.close();
});
