import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { issueSecret } from '#goalpost/access/secret.js';
import type { GoalKey } from '#goalpost/model/ids.js';
import { ABILITIES } from '#goalpost/model/token.js';
import type { Store } from '#goalpost/store/store.js';
import { FIREFOX } from '../collect/track/track.js';
import { P1 } from '../store/tools.js';
import { project, token, urlGoal } from '../support/builders.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { type ClickHouseDatabase, newDatabase, run } from '../support/clickhouse/store.js';
import { startTappedProxy, type TappedProxy } from '../support/clickhouse/tapped-proxy.js';
import { it, type Operator, type Running } from '../support/operator.js';
import { visitLines } from '../support/requests.js';

// A server has read the goals, and its insert is on the way. A goal is created and matched with all that is stored. Then the
// node executes the insert, and the server is killed before it hears of it, so that it cannot see the new goal.

let node: Cluster;
let database: ClickHouseDatabase;
let proxy: TappedProxy;
let store: Store;
let bearer: string;

beforeAll(async () => {
  node = await startCluster(1, 1);
});
afterAll(() => node.stop());
beforeEach(async () => {
  database = await newDatabase(node);
  proxy = await startTappedProxy(node.urls[0]!);
  store = await database.open();
  const { id, bearerToken, secretHash } = issueSecret();
  await store.projects.create(project());
  await store.tokens.create(token({ id, secretHash, abilities: ABILITIES }));
  bearer = bearerToken;
});
afterEach(async () => {
  await store.close();
  await proxy.stop();
  await database.drop();
});

const LOG_LINE = `192.0.2.7 - - [03/Jan/2026:10:00:00 +0000] "GET /thanks HTTP/1.1" 200 5 "-" "${FIREFOX}"`;
const imported = { authorization: true, status: 200 };
const SENDERS = {
  import: { path: 'events/import', body: visitLines('s', 1), type: 'application/x-ndjson', ...imported },
  'access log': { path: 'events/import?format=combined', body: LOG_LINE, type: 'text/plain', ...imported },
  tracker: {
    path: 'track',
    body: JSON.stringify({
      site: 'site-p1',
      events: [{ id: 'v', type: 'visit', age: 0, url: 'https://shop.example/thanks' }],
    }),
    authorization: false,
    type: 'text/plain',
    status: 202,
  },
};
type Sender = (typeof SENDERS)[keyof typeof SENDERS];

async function serve(operator: Operator, url: string) {
  const { database: name } = database;
  const flags = ['--store', 'clickhouse', '--clickhouse-url', url, '--clickhouse-database', name, '--no-console'];
  const server = await operator.serve(...flags);
  const send = async ({ path, body, authorization, type }: Sender) => {
    const headers = {
      'content-type': type,
      'user-agent': FIREFOX,
      ...(authorization && { authorization: `Bearer ${bearer}` }),
    };
    const answer = await fetch(`${server.api}/${path}`, { method: 'POST', headers, body });
    return answer.status;
  };
  return { server, send };
}

/** Sends to a server that is killed after the event has been stored, and before it learns of the new goal. */
async function sendToKilled(operator: Operator, sender: Sender): Promise<void> {
  const { server, send } = await serve(operator, proxy.url);
  proxy.aroundInsert = async (table, forward) => {
    if (table !== 'records') return forward();
    await createGoal();
    await forward();
    await kill(server);
  };
  await expect(send(sender)).rejects.toThrow();
  expect(await counts()).toMatchObject({ visits: 1, conversions: 0 });
}

async function createGoal(): Promise<void> {
  await store.goals.create(P1, urlGoal('/thanks', { key: 'thanks' }));
  while (await store.goals.work());
  expect((await store.goals.find(P1, 'thanks' as GoalKey))!.matching.state).toBe('done');
}

async function kill({ process, ended }: Running): Promise<void> {
  process.kill('SIGKILL');
  await ended;
}

/** The visits and conversions of the only session. */
async function counts(): Promise<{ visits: number; conversions: number }> {
  const { sessions, total } = await store.sessions.list(
    { projectId: P1, period: { from: null, until: null }, filters: { texts: {} } },
    { sortKey: 'id', sortOrder: 'asc', limit: 10, offset: 0 },
  );
  expect(total).toBe(1);
  const { visits, conversions } = sessions[0]!;
  return { visits, conversions };
}

/** Lets the time pass by which every late event has been stored. */
async function passTime(): Promise<void> {
  const table = `${database.database}.catalogue`;
  const replaced = `revision + 1 AS revision, arrayPushFront(writers, 'test') AS writers, 0 AS due_at,
    replaceRegexpOne(body, '"dueAt":\\\\d+', '"dueAt":0') AS body`;
  await run(
    node.urls[0]!,
    `INSERT INTO ${table} SELECT * REPLACE(${replaced}) FROM ${table} WHERE kind = 'goals' ORDER BY revision DESC LIMIT 1`,
  );
}

it.for(Object.entries(SENDERS))(
  '%s: an event that is sent again has its conversion',
  async ([, sender], { operator }) => {
    await sendToKilled(operator, sender);
    const { send } = await serve(operator, node.urls[0]!);
    expect(await send(sender)).toBe(sender.status);
    expect(await counts()).toEqual({ visits: 1, conversions: 1 });
  },
);

it.for(Object.entries(SENDERS))(
  '%s: an event that is never sent again gets its conversion',
  async ([, sender], { operator }) => {
    await sendToKilled(operator, sender);
    await passTime();
    while (await store.goals.work());
    expect(await counts()).toEqual({ visits: 1, conversions: 1 });
  },
);
