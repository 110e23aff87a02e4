import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { NodePool } from '#goalpost/clickhouse/cluster/node-pool.js';
import { shardOfSession } from '#goalpost/clickhouse/cluster/shards.js';
import type { ProjectId, SessionId } from '#goalpost/model/ids.js';
import { type Store, StoreUnavailable } from '#goalpost/store/store.js';
import { project, T0, urlGoal, visit } from '../support/builders.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import type { ClickHouseNode } from '../support/clickhouse/node.js';
import { type ClickHouseDatabase, newDatabase, run } from '../support/clickhouse/store.js';

const P1 = 'p1' as ProjectId;
const EVER = { from: null, until: null };
const ALL = Array.from({ length: 40 }, (_, index) => `s${index}` as SessionId);
const ofShard = (shard: number) => ALL.filter((id) => shardOfSession(P1, id, 2) === shard);

let cluster: Cluster;
let database: ClickHouseDatabase;
let store: Store;

beforeAll(async () => {
  cluster = await startCluster(2, 2);
});
afterAll(() => cluster.stop());
beforeEach(async () => {
  database = await newDatabase(cluster);
  store = await database.open();
  await store.projects.create(project());
  await store.goals.create(P1, urlGoal('/'));
});
afterEach(async () => {
  await store.close();
  await database.drop();
});

const selection = (sessionIds: readonly SessionId[]) => ({ projectId: P1, sessionIds, period: EVER, types: null });
const idsOf = async (sessionIds: readonly SessionId[]): Promise<string[]> =>
  JSON.parse((await store.conversions.ids(selection(sessionIds), { limit: 10_000, after: null })).json);
const nodesOf = (shard: number) => cluster.nodes.filter(({ place }) => place.shard === shard);
const countAt = async ({ url }: ClickHouseNode) =>
  Number(await run(url, `SELECT countIf(goal_no = 0) FROM ${database.database}.records_local FINAL`));

it('reads sessions only from their own shards', async () => {
  await store.events.record(
    P1,
    ALL.map((sessionId) => visit('/', { sessionId })),
  );
  const asked = ofShard(1).slice(0, 3);
  const queriesAbout = async (table: string) => {
    const counts = await Promise.all(
      cluster.nodes.map(async ({ url, place }) => {
        await run(url, 'SYSTEM FLUSH LOGS');
        const count = await run(
          url,
          `SELECT count() FROM system.query_log
           WHERE type = 'QueryFinish' AND has(tables, '${database.database}.${table}') AND query_kind = 'Select'`,
        );
        return [place.shard, Number(count)] as const;
      }),
    );
    const of = (shard: number) => counts.filter(([one]) => one === shard).reduce((sum, [, count]) => sum + count, 0);
    return { shard1: of(1), shard2: of(2) };
  };
  const before = await queriesAbout('records_local');
  for (let read = 0; read < 10; read++) expect(await idsOf(asked)).toHaveLength(3);
  expect(await store.conversions.count(selection(asked))).toHaveLength(3);
  expect(await store.sessions.known(P1, asked)).toEqual(new Set(asked));
  await store.conversions.list(selection(asked), { limit: 10, after: null });
  const after = await queriesAbout('records_local');
  expect(after.shard1).toBeGreaterThanOrEqual(before.shard1 + 13);
  expect(after.shard2).toBe(before.shard2);
});

it('keeps reading and writing while a replica is killed and restarted, which ends up with all data', async () => {
  const acknowledged = new Set<string>();
  let isLoaded = true;
  let reads = 0;
  const write = async (writer: number) => {
    for (let batch = 0; isLoaded; batch++) {
      const events = ALL.slice(0, 10).map((sessionId) =>
        visit('/', { sessionId, id: `w${writer}-${batch}`, at: T0 + batch }),
      );
      await store.events.record(P1, events);
      for (const { sessionId, id } of events) acknowledged.add(`${sessionId}:url:goal:${id}`);
    }
  };
  const read = async () => {
    for (; isLoaded; reads++) await idsOf(ALL.slice(0, 3));
  };
  const load = Promise.all([write(1), write(2), read()]);
  for (const victim of [nodesOf(1)[0]!, nodesOf(2)[1]!, nodesOf(2)[0]!]) {
    const [writtenBefore, readBefore] = [acknowledged.size, reads];
    await victim.kill();
    await vi.waitFor(() => expect(acknowledged.size).toBeGreaterThan(writtenBefore + 100), 60_000);
    await vi.waitFor(() => expect(reads).toBeGreaterThan(readBefore + 5), 60_000);
    await victim.start();
    await settled();
  }
  isLoaded = false;
  await load;
  await settled();
  for (const { url } of cluster.nodes) await run(url, `SYSTEM FLUSH DISTRIBUTED ${database.database}.records`);
  expect(new Set(await idsOf(ALL))).toEqual(acknowledged);
  for (const shard of [1, 2]) {
    const [one, other] = await Promise.all(nodesOf(shard).map(countAt));
    expect(one).toBe(other);
  }
});

it('uses a replica that returns in the moment in which the other one is lost', async () => {
  const pool = new NodePool(database.urls, database.database, database.cluster);
  await pool.locate();
  const [returning] = await pool.replicas(2);
  const [one, other] = nodesOf(2) as [ClickHouseNode, ClickHouseNode];
  for (let times = 0; times < 3; times++) {
    await one.kill();
    await vi.waitFor(() => expect(returning!.heartbeat.isGone).toBe(true), 30_000);
    await one.start();
    await other.kill();
    expect(await returning!.heartbeat.check()).toBe(true);
    await other.start();
    await vi.waitFor(() => expect(pool.shards()[1]!.away).toEqual([]), 30_000);
  }
  await pool.close();
});

it('reports unavailable for data of a lost shard, and answers everything else', async () => {
  await store.events.record(
    P1,
    ALL.map((sessionId) => visit('/', { sessionId })),
  );
  const [here, there] = [ofShard(1), ofShard(2)];
  await Promise.all(nodesOf(2).map((node) => node.kill()));
  try {
    expect(await idsOf(here)).toHaveLength(here.length);
    const unavailable = async (answer: Promise<unknown>) =>
      expect(await answer.catch((error) => error)).toBeInstanceOf(StoreUnavailable);
    await unavailable(idsOf(there));
    await unavailable(idsOf([here[0]!, there[0]!]));
    await unavailable(store.conversions.count(selection(ALL)));
    await unavailable(store.conversions.list(selection(ALL), { limit: 10, after: null }));
    await unavailable(store.sessions.known(P1, there));
    await unavailable(store.sessions.erase(P1, there[0]!));
    await unavailable(store.events.record(P1, [visit('/', { sessionId: there[0]!, id: 'new' })]));
    expect(await store.check()).toEqual([
      { name: 'shard 2', reason: expect.stringContaining('shard 2 cannot answer') },
    ]);
    expect(await store.events.record(P1, [visit('/', { sessionId: here[0]!, id: 'new' })])).toEqual(['stored']);
  } finally {
    await Promise.all(nodesOf(2).map((node) => node.start()));
  }
  expect(await idsOf(ALL)).toHaveLength(ALL.length + 1);
  expect(await store.check()).toEqual([]);
});

it('can answer nothing without the first shard, and reports a frozen one in time', async () => {
  const [one, other] = [nodesOf(1), nodesOf(2)];
  await Promise.all(one.map((node) => node.kill()));
  await expect(store.check()).rejects.toBeInstanceOf(StoreUnavailable);
  await Promise.all(one.map((node) => node.start()));
  for (const node of other) process.kill(node.processId!, 'SIGSTOP');
  try {
    expect(await store.check()).toEqual([{ name: 'shard 2', reason: expect.stringContaining('shard 2') }]);
  } finally {
    for (const node of other) process.kill(node.processId!, 'SIGCONT');
  }
});

it('does not erase a session while a replica is away, which would bring it back', async () => {
  await store.events.record(
    P1,
    ALL.map((sessionId) => visit('/', { sessionId })),
  );
  const [session] = ofShard(1);
  const [, replica] = nodesOf(1);
  await replica!.kill();
  await expect(store.sessions.erase(P1, session!)).rejects.toBeInstanceOf(StoreUnavailable);
  expect(await idsOf([session!])).toHaveLength(1);
  await replica!.start();
  expect(await store.sessions.erase(P1, session!)).toMatchObject({ visits: 1 });
  for (const node of nodesOf(1)) expect(await countAt(node)).toBe(ofShard(1).length - 1);
});

/** Waits until the nodes have forwarded all pending rows to each other. */
async function settled(): Promise<void> {
  await vi.waitFor(async () => {
    for (const { url } of cluster.nodes) await run(url, `SYSTEM FLUSH DISTRIBUTED ${database.database}.records`);
  }, 30_000);
}
