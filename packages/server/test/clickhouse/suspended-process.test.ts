import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { BASE_PATH, buildApp } from '#goalpost/app.js';
import type { Store } from '#goalpost/store/store.js';
import { FIREFOX } from '../collect/track/track.js';
import { P1 } from '../store/tools.js';
import type { App } from '../support/app.js';
import { project } from '../support/builders.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { type ClickHouseDatabase, newDatabase } from '../support/clickhouse/store.js';
import { startTappedProxy, type TappedProxy } from '../support/clickhouse/tapped-proxy.js';

// A process that was suspended between matching events and storing them must not store them: the goals that were created
// meanwhile are matched again only with what is stored within a minute.

/** Half of the minute in which events may be stored. */
const MAY_TAKE_MS = 30_000;

let node: Cluster;
let database: ClickHouseDatabase;
let proxy: TappedProxy;
let store: Store;
let app: App;
/** How far the clock of this process has jumped, in ms: that of the processor goes on while a process is suspended. */
let jumped = 0;

beforeAll(async () => {
  node = await startCluster(1, 1);
  database = await newDatabase(node);
  proxy = await startTappedProxy(node.urls[0]!);
  store = await database.open(Date.now, { urls: [proxy.url] });
  await store.projects.create(project());
  app = await buildApp({ store });
  const now = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => now() + jumped);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await app.close();
  await store.close();
  await proxy.stop();
  await node.stop();
});

/** A visitor whom the store does not know yet. */
async function track(visitor: string) {
  const events = [{ id: 'v', type: 'visit', age: 0, url: 'https://shop.example/thanks' }];
  const { statusCode, headers, body } = await app.inject({
    method: 'POST',
    url: `${BASE_PATH}/track`,
    headers: { 'user-agent': `${FIREFOX} ${visitor}`, 'content-type': 'text/plain' },
    payload: JSON.stringify({ site: 'site-p1', events }),
  });
  return { statusCode, headers, body: JSON.parse(body) };
}

async function storedVisits(): Promise<number> {
  const everything = { projectId: P1, period: { from: null, until: null }, filters: { texts: {} } };
  const page = { sortKey: 'id', sortOrder: 'asc', limit: 10, offset: 0 } as const;
  const { sessions } = await store.sessions.list(everything, page);
  return sessions.reduce((sum, { visits }) => sum + visits, 0);
}

it.each([
  ['refuses them after more than that', MAY_TAKE_MS + 1, 503, 0],
  ['stores them after less', MAY_TAKE_MS - 5000, 202, 1],
])('A process that was suspended for half a minute while it stored events %s', async (title, ms, status, visits) => {
  // The visitor of a session is stored before its events.
  proxy.aroundInsert = async (table, forward) => {
    await forward();
    if (table === 'visitors') jumped += ms;
  };
  const answer = await track(title);
  expect(answer.statusCode).toBe(status);
  if (status === 503) {
    expect(answer.headers).toHaveProperty('retry-after');
    expect(answer.body).toEqual({
      error: true,
      message: 'The store cannot answer right now; try again in a moment.',
    });
  }
  expect(await storedVisits()).toBe(visits);
});
