import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EventId, ProjectId, SessionId } from '#goalpost/model/ids.js';
import type { PageRequest } from '#goalpost/model/page.js';
import type { Selection } from '#goalpost/store/contract/conversions.js';
import type { Store } from '#goalpost/store/store.js';
import { click, goal, project, T0, urlGoal, visit } from '../support/builders.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { type ClickHouseDatabase, newDatabase, run } from '../support/clickhouse/store.js';

const PROJECTS = ['p1', 'p2'] as ProjectId[];
const SESSIONS = ['1', '2', '3', 'long'] as SessionId[];
const FIRST_PAGE: PageRequest = { limit: 10_000, after: null };
/** More records than a shared query returns: an event and a conversion each. */
const EVENTS_OF_LONG = 6000;

let node: Cluster;
let database: ClickHouseDatabase;
let store: Store;

beforeAll(async () => {
  node = await startCluster(1, 1);
  database = await newDatabase(node);
  store = await database.open();
  for (const [place, id] of PROJECTS.entries()) {
    await store.projects.create(project({ id, siteKey: id }));
    await store.goals.create(id, urlGoal('/', { key: 'seen' }));
    await store.goals.create(id, urlGoal('/', { key: 'once', count: 'once' }));
    await store.goals.create(id, goal({ type: 'click', rule: { selector: 'a' } }, { key: 'clicked' }));
    for (const [index, sessionId] of ['1', '2', '3'].entries()) {
      const events = Array.from({ length: 4 + place + index }, (_, event) => ({
        id: `e${event}`,
        sessionId,
        at: T0 + event,
      }));
      await store.events.record(
        id,
        events.map((where) => visit('/', where)),
      );
      await store.events.record(id, [click([{ tag: 'a' }], { id: 'c', sessionId, at: T0 + 2 })]);
    }
  }
  const long = Array.from({ length: EVENTS_OF_LONG }, (_, event) =>
    visit('/', { id: `e${event}` as EventId, sessionId: 'long', at: T0 + event }),
  );
  await store.events.record(PROJECTS[0]!, long);
});
afterAll(async () => {
  await store.close();
  await node.stop();
});

const READS = PROJECTS.flatMap((projectId) =>
  [SESSIONS.slice(0, 1), SESSIONS.slice(1, 3), SESSIONS.slice(0, 3)].flatMap((sessionIds) =>
    [
      { from: null, until: null },
      { from: T0 + 1, until: T0 + 3 },
    ].flatMap((period) =>
      [null, ['click'] as const, ['url'] as const].map(
        (types): Selection => ({ projectId, sessionIds, period, types }),
      ),
    ),
  ),
);

const askAll = (one: Selection) => [
  store.conversions.ids(one, FIRST_PAGE),
  store.conversions.ids(one, { limit: 2, after: null }),
  store.conversions.list(one, FIRST_PAGE),
  store.conversions.count(one),
];

it('shares queries among concurrent reads, and returns each the result it gets alone', async () => {
  const alone: unknown[] = [];
  for (const read of READS) for (const answer of askAll(read)) alone.push(await answer);
  expect(new Set(alone.map((answer) => JSON.stringify(answer))).size).toBeGreaterThan(READS.length);

  const before = await queryCount();
  const together = await Promise.all(READS.flatMap(askAll));
  expect(together).toEqual(alone);
  // Without sharing, there would be one query per read and another one per list.
  expect((await queryCount()) - before).toBeLessThan(2 * READS.length);
});

it('reads a very large session completely, also together with others', async () => {
  const read = (sessionIds: SessionId[]) =>
    store.conversions.count({
      projectId: PROJECTS[0]!,
      sessionIds,
      period: { from: null, until: null },
      types: null,
    });
  const [long, short] = await Promise.all([read(['long' as SessionId]), read(['1' as SessionId])]);
  expect(long).toMatchObject([{ sessionId: 'long', count: EVENTS_OF_LONG + 1 }]);
  expect(short).toMatchObject([{ sessionId: '1', count: 6 }]);
});

it('fails a read while the node is away, and succeeds afterwards', async () => {
  const read = () => store.conversions.ids(READS[0]!, FIRST_PAGE);
  const whole = await read();
  await node.nodes[0]!.kill();
  await expect(Promise.all([read(), read(), read()])).rejects.toThrow('cannot answer');
  await node.nodes[0]!.start();
  expect(await read()).toEqual(whole);
});

async function queryCount(): Promise<number> {
  const [url] = node.urls as [string];
  await run(url, 'SYSTEM FLUSH LOGS');
  return Number(
    await run(
      url,
      `SELECT count() FROM system.query_log
       WHERE type = 'QueryFinish' AND query_kind = 'Select' AND has(tables, '${database.database}.records')`,
    ),
  );
}
