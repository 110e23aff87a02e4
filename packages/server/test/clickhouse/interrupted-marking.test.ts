import { afterAll, beforeAll, expect, it } from 'vitest';
import { PUBLIC_OF_TRUSTED } from '#goalpost/clickhouse/rows/records.js';
import type { SessionId } from '#goalpost/model/ids.js';
import { ALL, P1, selection } from '../store/tools.js';
import { project, T0, urlGoal, visit } from '../support/builders.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { newDatabase, run } from '../support/clickhouse/store.js';

const IDS = ['1', '2'] as SessionId[];

let nodes: Cluster;

beforeAll(async () => {
  nodes = await startCluster(1, 2);
});
afterAll(() => nodes.stop());

/** The public copies of the marked rows, under the name that keeps them out of the project. */
const SET_ASIDE = (table: string) =>
  `INSERT INTO ${table} SELECT * REPLACE('~p1' AS project_id, ${PUBLIC_OF_TRUSTED} AS precedence)
   FROM (SELECT * FROM ${table} FINAL WHERE project_id = 'p1' AND session_id = '1' AND occurred_at = ${T0})`;
const REMOVE = (table: string) =>
  `DELETE FROM ${table} WHERE project_id = 'p1' AND session_id = '1' AND occurred_at = ${T0}`;

it.each([
  ['before it has removed the trusted rows', [SET_ASIDE], 2, 2],
  ['after it has removed the trusted rows', [SET_ASIDE, REMOVE], 1, 1],
])('a run that is killed %s is finished by the next one', async (_title, done, left, marked) => {
  const database = await newDatabase(nodes);
  const store = await database.open();
  const onEach = (statement: string) => Promise.all(nodes.urls.map((url) => run(url, statement)));
  const table = `${database.database}.records_local`;
  try {
    await store.projects.create(project());
    await store.goals.create(P1, urlGoal('/a', { key: 'page' }));
    const events = IDS.flatMap((sessionId) =>
      [0, 10].map((ms) => visit('/a', { sessionId, id: `e${ms}`, at: T0 + ms })),
    );
    await store.events.record(P1, events);
    for (const step of done) await onEach(step(table));
    expect((await store.sessions.timeline(P1, IDS[0]!, ALL))!.entries).toHaveLength(left);

    expect(await store.sessions.markPublic(P1, { from: T0, until: T0 + 5 }, null)).toEqual({
      events: marked,
      next: null,
    });
    for (const id of IDS) {
      const { entries } = (await store.sessions.timeline(P1, id, ALL))!;
      expect(entries.map(({ event }) => [event.at - T0, event.origin])).toEqual([
        [0, 'public'],
        [10, 'trusted'],
      ]);
    }
    const { json } = await store.conversions.ids(selection(IDS), ALL);
    expect(JSON.parse(json)).toHaveLength(4);
    for (const aside of await onEach(`SELECT count() FROM ${table} WHERE project_id != 'p1'`)) {
      expect(aside).toMatch(/^0\n/);
    }
  } finally {
    await store.close();
  }
});
