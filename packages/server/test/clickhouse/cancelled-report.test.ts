import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { ProjectId } from '#goalpost/model/ids.js';
import { TOTALS } from '#goalpost/store/reports/question.js';
import type { Store } from '#goalpost/store/store.js';
import { project, T0, urlGoal } from '../support/builders.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { type ClickHouseDatabase, newDatabase, run } from '../support/clickhouse/store.js';

const SESSIONS = 400_000;
/** The statement that computes sessions from their records, which takes long. The one before it finds that none are summarized. */
const LONG = `query LIKE '%GROUPING SETS%' AND query LIKE '%AS met ON%'`;

let cluster: Cluster;
let database: ClickHouseDatabase;
let store: Store;

beforeAll(async () => {
  cluster = await startCluster(1, 1);
  database = await newDatabase(cluster);
  store = await database.open();
});
afterAll(async () => {
  await store.close();
  await cluster.stop();
});

it('a report ends in ClickHouse too when it is not wanted any more', async () => {
  const [url] = cluster.urls as [string];
  const projectId = 'p1' as ProjectId;
  await store.projects.create(project());
  await store.goals.create(projectId, urlGoal('/'));
  await run(
    url,
    `INSERT INTO ${database.database}.records (project_id, session_id, event_id, goal_no, precedence, occurred_at, type, url)
     SELECT 'p1', toString(number), 'e1', arrayJoin([0, 1]) AS goal_no, 18446744073709551615, ${T0}, if(goal_no = 0, 'visit', ''), '/'
     FROM numbers(${SESSIONS})`,
  );
  const asking = new AbortController();
  const question = {
    projectId,
    choice: { goals: null, types: null, origin: null },
    filters: { texts: {} },
    periods: [{ from: T0, until: T0 + 1 }],
    goals: [],
    queries: [{ ...TOTALS, groupBy: ['page' as const, 'entry_page' as const] }],
  };
  const answer = store.reports.answer(question, asking.signal);
  const running = () =>
    run(url, `SELECT count() FROM system.processes WHERE current_database = '${database.database}' AND ${LONG}`);
  await vi.waitUntil(async () => Number(await running()) > 0, { timeout: 60_000, interval: 5 });
  asking.abort(new Error('nobody waits for it'));
  await expect(answer).rejects.toThrow('nobody waits for it');
  await vi.waitUntil(async () => Number(await running()) === 0, { timeout: 60_000 });
  await run(url, 'SYSTEM FLUSH LOGS');
  const ended = await run(
    url,
    `SELECT DISTINCT errorCodeToName(exception_code) FROM system.query_log
     WHERE current_database = '${database.database}' AND ${LONG} AND type != 'QueryStart'`,
  );
  expect(ended).toBe('QUERY_WAS_CANCELLED\n');

  await expect(store.reports.answer(question, asking.signal)).rejects.toThrow('nobody waits for it');
  const { totals } = await store.reports.answer(question, new AbortController().signal);
  expect(totals).toEqual([
    { sessions: SESSIONS, convertedSessions: SESSIONS, conversions: SESSIONS, value: new Map() },
  ]);
});
