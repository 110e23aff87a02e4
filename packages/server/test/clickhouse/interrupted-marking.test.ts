import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SessionId } from '#goalpost/model/ids.js';
import type { Store } from '#goalpost/store/store.js';
import { ALL, P1, selection } from '../store/tools.js';
import { project, T0, urlGoal, visit } from '../support/builders.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { type ClickHouseDatabase, newDatabase, run } from '../support/clickhouse/store.js';

const IDS = ['1', '2'] as SessionId[];

let node: Cluster;
let database: ClickHouseDatabase;
let store: Store;

beforeAll(async () => {
  node = await startCluster(1, 1);
  database = await newDatabase(node);
  store = await database.open();
});
afterAll(async () => {
  await store.close();
  await node.stop();
});

it('events that an interrupted run had set aside come back with the next one', async () => {
  await store.projects.create(project());
  await store.goals.create(P1, urlGoal('/a', { key: 'page' }));
  const events = IDS.flatMap((sessionId) => [0, 10].map((ms) => visit('/a', { sessionId, id: `e${ms}`, at: T0 + ms })));
  await store.events.record(P1, events);

  // What a run leaves behind that is killed after it has removed the trusted rows of the first session.
  const table = `${database.database}.records`;
  await run(
    node.urls[0]!,
    `INSERT INTO ${table} SELECT * REPLACE('~p1' AS project_id, toUInt64(bitShiftRight(precedence, 2)) AS precedence)
     FROM (SELECT * FROM ${table} WHERE project_id = 'p1' AND session_id = '1' AND occurred_at = ${T0})`,
  );
  await run(node.urls[0]!, `DELETE FROM ${table} WHERE project_id = 'p1' AND session_id = '1' AND occurred_at = ${T0}`);
  expect((await store.sessions.timeline(P1, IDS[0]!, ALL))!.entries).toHaveLength(1);

  const marked = await store.sessions.markPublic(P1, { from: T0, until: T0 + 5 }, null);
  expect(marked).toEqual({ events: 1, next: null });
  for (const id of IDS) {
    const { entries } = (await store.sessions.timeline(P1, id, ALL))!;
    expect(entries.map(({ event }) => [event.at - T0, event.origin])).toEqual([
      [0, 'public'],
      [10, 'trusted'],
    ]);
  }
  const { json } = await store.conversions.ids(selection(IDS), ALL);
  expect(JSON.parse(json)).toHaveLength(4);
  expect(await run(node.urls[0]!, `SELECT count() FROM ${table} WHERE project_id != 'p1'`)).toMatch(/^0/);
});
