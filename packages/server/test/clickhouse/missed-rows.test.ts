import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SessionId } from '#goalpost/model/ids.js';
import type { FeedPosition } from '#goalpost/store/feed.js';
import type { Store } from '#goalpost/store/store.js';
import { ALL, P1, selection } from '../store/tools.js';
import { project, T0, urlGoal, visit } from '../support/builders.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import type { ClickHouseNode } from '../support/clickhouse/node.js';
import { type ClickHouseDatabase, newDatabase, run } from '../support/clickhouse/store.js';
import { startTappedProxy } from '../support/clickhouse/tapped-proxy.js';

// Two stores on one database behave like two processes. A replica that missed rows must not be read by either of them.

const SESSION = 's' as SessionId;
const SESSIONS = { projectId: P1, period: { from: null, until: null }, filters: { texts: {} } };
const PAGE = { sortKey: 'id', sortOrder: 'asc', limit: 10, offset: 0 } as const;
/** So that each replica would be read. */
const READS = 4;
/** Longer than a silent node is waited for, and shorter than until it is away, in ms. */
const SILENT_MS = 900;
/** In the query by which a process looks whose rows a node keeps. */
const LOOK = 'distribution_queue';
/** Longer than a read takes, in ms. */
const LATE_MS = 500;

let cluster: Cluster;
let database: ClickHouseDatabase;
let writer: Store;
let reader: Store;
/** Where the project's feed was when it began. */
let begin: FeedPosition;
let stored: string[];

beforeAll(async () => {
  cluster = await startCluster(1, 2, { diskMb: 256 });
});
afterAll(() => cluster.stop());
beforeEach(async () => {
  database = await newDatabase(cluster);
  [writer, reader] = [await database.open(), await database.open()];
  await writer.projects.create(project());
  await writer.goals.create(P1, urlGoal('/'));
  begin = await writer.feed.follow(P1);
  stored = [];
});
afterEach(async () => {
  await Promise.all([writer.close(), reader.close()]);
  await database.drop();
});

async function store(): Promise<void> {
  const id = `e${stored.length}`;
  const event = visit('/', { sessionId: SESSION, id, at: T0 + stored.length });
  const visitor = { day: '2026-01-03', hash: id };
  await writer.events.record(P1, [event], new Map([[SESSION, { client: null, visitor }]]));
  stored.push(id);
}

/** Checks that a store reads all that is stored, whichever replica it asks. */
async function expectAll(of: Store): Promise<void> {
  for (let read = 0; read < READS; read++) {
    const ids = stored.map((id) => `${SESSION}:url:goal:${id}`);
    const { json } = await of.conversions.ids(selection([SESSION]), ALL);
    expect(JSON.parse(json)).toEqual(ids);
    const { changes } = (await of.feed.read(P1, begin))!;
    expect(changes.map(({ id }) => id)).toEqual(ids);
    const { sessions } = await of.sessions.list(SESSIONS, PAGE);
    expect(sessions[0]!.visits).toBe(stored.length);
  }
}

describe.each([0, 1])('replica %i', (index) => {
  let node: ClickHouseNode;
  beforeEach(() => {
    node = cluster.nodes[index]!;
  });

  it('is not read by a process that starts after it has returned, before it has what it missed', async () => {
    await node.kill();
    for (let event = 0; event < 5; event++) await store();
    await node.start();
    const other = await database.open();
    await expectAll(other);
    await other.close();
  });

  it('is not read while another process stores without it', async () => {
    for (let times = 0; times < 2; times++) {
      await node.kill();
      for (let event = 0; event < 3; event++) await store();
      await node.start();
      for (let event = 0; event < 5; event++) {
        await store();
        await expectAll(reader);
      }
    }
  });

  it('gets what it missed of every table once it is back, although its twin would not send it by itself', async () => {
    const at = (sql: string) => run(`${cluster.urls[1 - index]}/?database=${database.database}`, sql);
    const listed = async (sql: string) => (await at(sql)).split('\n').filter((line) => line !== '');
    const tables = await listed(`SELECT name FROM system.tables WHERE database = currentDatabase()
      AND engine = 'Distributed' ORDER BY name`);
    const kept = () =>
      listed(`SELECT DISTINCT table FROM system.distribution_queue WHERE database = currentDatabase()
        AND data_files > 0 ORDER BY table`);
    for (const table of tables) await at(`SYSTEM STOP DISTRIBUTED SENDS ${table}`);
    await node.kill();
    await store();
    await writer.visitors.salt('2026-01-03');
    await writer.goals.create(P1, urlGoal('/other', { key: 'other' }));
    expect(await kept()).toEqual(tables);
    await node.start();
    await vi.waitFor(async () => expect(await kept()).toEqual([]), 30_000);
    await expectAll(reader);
  });

  describe('with a full disk is not read', () => {
    beforeEach(async ({ skip }) => {
      const { disks } = cluster;
      if (!disks) return skip('mounting a small disk needs root');
      await disks.fill(node.dataDir);
      return () => disks.free(node.dataDir);
    });

    it('until there is room again', async () => {
      for (let event = 0; event < 5; event++) {
        await store();
        await expectAll(reader);
        await expectAll(writer);
      }
      await cluster.disks!.free(node.dataDir);
      await vi.waitFor(() => expectAll(reader), 30_000);
    });

    it('while its twin is silent for a moment', async () => {
      await store();
      const twin = cluster.nodes[1 - index]!.processId!;
      process.kill(twin, 'SIGSTOP');
      const reads = Promise.all([reader, writer].map(expectAll));
      await sleep(SILENT_MS).finally(() => process.kill(twin, 'SIGCONT'));
      await reads;
    });

    it('by a process that has not looked for a while', async () => {
      const proxies = await Promise.all(cluster.urls.map(startTappedProxy));
      const late = await database.open(Date.now, { urls: proxies.map(({ url }) => url) });
      let look = () => {};
      const mayLook = new Promise<void>((resolve) => {
        look = resolve;
      });
      for (const proxy of proxies) proxy.beforeQuery = (sql) => (sql.includes(LOOK) ? mayLook : Promise.resolve());
      await store();
      const reads = expectAll(late);
      await sleep(LATE_MS);
      look();
      await reads;
      await late.close();
      await Promise.all(proxies.map((proxy) => proxy.stop()));
    });
  });
});
