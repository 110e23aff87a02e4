import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SessionId } from '#goalpost/model/ids.js';
import type { Store } from '#goalpost/store/store.js';
import { ALL, P1, selection } from '../store/tools.js';
import { project, T0, urlGoal, visit } from '../support/builders.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import type { ClickHouseNode } from '../support/clickhouse/node.js';
import { type ClickHouseDatabase, newDatabase } from '../support/clickhouse/store.js';

// Two stores on one database behave like two processes. A replica that missed rows must not be read by either of them.

const SESSION = 's' as SessionId;
const SESSIONS = { projectId: P1, period: { from: null, until: null }, filters: { texts: {} } };
const PAGE = { sortKey: 'id', sortOrder: 'asc', limit: 10, offset: 0 } as const;
/** So that each replica would be read. */
const READS = 4;

let cluster: Cluster;
let database: ClickHouseDatabase;
let writer: Store;
let reader: Store;
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
  stored = [];
});
afterEach(async () => {
  await Promise.all([writer.close(), reader.close()]);
  await database.drop();
});

async function store(): Promise<void> {
  const id = `e${stored.length}`;
  await writer.events.record(P1, [visit('/', { sessionId: SESSION, id, at: T0 + stored.length })]);
  stored.push(id);
}

/** Checks that a store reads all that is stored, whichever replica it asks. */
async function expectAll(of: Store): Promise<void> {
  for (let read = 0; read < READS; read++) {
    const { json } = await of.conversions.ids(selection([SESSION]), ALL);
    expect(JSON.parse(json)).toEqual(stored.map((id) => `${SESSION}:url:goal:${id}`));
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

  it('is not read while its disk is full', async ({ skip }) => {
    const { disks } = cluster;
    if (!disks) return skip('mounting a small disk needs root');
    await disks.fill(node.dataDir);
    try {
      for (let event = 0; event < 5; event++) {
        await store();
        await expectAll(reader);
        await expectAll(writer);
      }
    } finally {
      await disks.free(node.dataDir);
    }
    await vi.waitFor(() => expectAll(reader), 30_000);
  });
});
