import { afterAll, beforeAll, expect } from 'vitest';
import { MIGRATIONS } from '#goalpost/clickhouse/cluster/migrate.js';
import { newUlid } from '#goalpost/model/ulid.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { it } from '../support/operator.js';
import { openLink, printedLink } from './first-account.js';

let node: Cluster;
let cluster: Cluster;
beforeAll(async () => {
  [node, cluster] = await Promise.all([startCluster(1, 1), startCluster(2, 2)]);
});
afterAll(() => Promise.all([node.stop(), cluster.stop()]));

const SCHEMA = MIGRATIONS.length;
const database = () => `cli_${newUlid()}`;
const hostOf = (url: string) => new URL(url).host;
const urlFlags = (urls: readonly string[]) => urls.flatMap((url) => ['--clickhouse-url', url]);

it('the whole way works on ClickHouse, from migrate to an answer', async ({ operator }) => {
  const env = {
    GOALPOST_STORE: 'clickhouse',
    GOALPOST_CLICKHOUSE_URL: node.urls[0]!,
    GOALPOST_CLICKHOUSE_DATABASE: database(),
  };
  const goalpost = async (args: readonly string[], input = '') => {
    const { code, stdout, stderr } = await operator.startGoalpost(args, { env, input }).ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return stdout;
  };
  await goalpost(['migrate']);
  const { id } = JSON.parse(await goalpost(['project', 'create', '--name', 'Shop', '--json']));
  await goalpost([
    'goal',
    'create',
    '--project',
    id,
    '--key',
    'thanks',
    '--name',
    'T',
    '--type',
    'url',
    '--match',
    'equals:/thanks',
  ]);
  const event = { session_id: '1', id: 'e1', type: 'visit', at: '2026-01-03T10:00:00Z', url: '/thanks' };
  await goalpost(['import', '--project', id, '--format', 'ndjson', '-'], `${JSON.stringify(event)}\n`);
  const token = (
    await goalpost(['token', 'create', '--project', id, '--ability', 'conversions:read', '--quiet'])
  ).trim();

  const server = operator.startGoalpost(['serve', '--port', '0'], { env });
  const [, url] = await server.said(/Goalpost listens on (http:[^"]+)/);
  const answer = await fetch(`${url}/api/services/analytics/v1/sessions/get-conversions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ session_ids: [1] }),
  });
  expect(await answer.text()).toBe('{"error":false,"data":["1:url:thanks:e1"]}');
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
});

it('the first account is made on ClickHouse, too', async ({ operator }) => {
  const env = {
    GOALPOST_STORE: 'clickhouse',
    GOALPOST_CLICKHOUSE_URL: node.urls[0]!,
    GOALPOST_CLICKHOUSE_DATABASE: database(),
  };
  const project = ['project', 'create', '--name', 'Shop', '--json'];
  await operator.startGoalpost(['migrate'], { env }).ended;
  const { stdout } = await operator.startGoalpost(project, { env }).ended;
  const server = operator.startGoalpost(['serve', '--port', '0'], { env });
  const [, url] = await server.said(/Goalpost listens on (http:[^"]+)/);
  const answer = await openLink({ url: url! }, await printedLink(server), 'ada@shop.example');
  expect(await answer.json()).toMatchObject({
    error: false,
    data: { email: 'ada@shop.example', role: 'owner', projects: [{ id: JSON.parse(stdout).id, role: 'owner' }] },
  });
  const listed = await operator.startGoalpost(['account', 'list', '--json'], { env }).ended;
  expect(JSON.parse(listed.stdout)).toMatchObject([{ email: 'ada@shop.example', joined: true }]);
});

it('migrate reports what it found and did on each node, and then that there is nothing to do', async ({ operator }) => {
  const args = ['--clickhouse-cluster', 'goalpost', '--clickhouse-database', database(), ...urlFlags(cluster.urls)];
  const places = ['shard 1, replica 1', 'shard 1, replica 2', 'shard 2, replica 1', 'shard 2, replica 2'];
  const lines = (done: string) =>
    cluster.urls.map((url, index) => `${hostOf(url)}  ${places[index]}, plain tables: ${done}\n`).join('');
  expect(await operator.goalpost('migrate', ...args)).toEqual({
    code: 0,
    stdout: lines(`no schema found, now ${SCHEMA}`),
    stderr: '',
  });
  expect(await operator.goalpost('migrate', ...args)).toEqual({
    code: 0,
    stdout: lines(`schema ${SCHEMA}, nothing to do`),
    stderr: '',
  });
});

it('migrate updates the other nodes while one is unreachable, and says so', async ({ operator }) => {
  const [, away] = cluster.nodes;
  const args = ['--clickhouse-cluster', 'goalpost', '--clickhouse-database', database(), ...urlFlags(cluster.urls)];
  await away!.stop();
  const without = await operator.goalpost('migrate', ...args);
  await away!.start();
  expect(without.code).toBe(1);
  expect(without.stdout.split('\n')[1]).toMatch(/ {2}is unreachable \(.*\); run this again when it is back$/);
  const migrated = new RegExp(`no schema found, now ${SCHEMA}`, 'g');
  expect(without.stdout.match(migrated)).toHaveLength(3);
  const again = await operator.goalpost('migrate', ...args);
  expect(again.code).toBe(0);
  expect(again.stdout.match(/nothing to do/g)).toHaveLength(3);
  expect(again.stdout.match(migrated)).toHaveLength(1);
});

it.for<[string, (name: string) => string[], RegExp]>([
  ['no address', () => [], /^goalpost: --clickhouse-url is required \(or GOALPOST_CLICKHOUSE_URL\): /],
  ['an invalid address', () => urlFlags(['ch1:8123']), /^goalpost: --clickhouse-url must be an address such as http:/],
  ...['?max_threads=1', 'analytics', '#x'].map((behind): [string, (name: string) => string[], RegExp] => [
    `an address that ends in "${behind}"`,
    () => urlFlags([`http://127.0.0.1:9/${behind}`]),
    /, with nothing behind it \(the database is named with --clickhouse-database\); got something else/,
  ]),
  [
    'no schema',
    (name) => [...urlFlags(node.urls), '--clickhouse-database', name],
    / has no Goalpost database yet; create it with "goalpost migrate"$/m,
  ],
  [
    'several nodes without a cluster',
    () => urlFlags(cluster.urls),
    /are nodes of one cluster; name it with --clickhouse-cluster$/m,
  ],
  [
    'an unreachable node',
    () => urlFlags(['http://127.0.0.1:9']),
    / \(no node can be used: 127.0.0.1:9 \(connect ECONNREFUSED 127.0.0.1:9\)\); try again$/m,
  ],
])('refuses %s', async ([_what, args, sentence], { operator }) => {
  const { code, stdout, stderr } = await operator.goalpost(
    'project',
    'list',
    '--store',
    'clickhouse',
    ...args(database()),
  );
  expect({ code: code === 0, stdout }).toEqual({ code: false, stdout: '' });
  expect(stderr).toMatch(sentence);
});

it('refuses a cluster that the node does not know', async ({ operator }) => {
  const { code, stderr } = await operator.goalpost('migrate', ...urlFlags(node.urls), '--clickhouse-cluster', 'none');
  expect(code).toBe(1);
  expect(stderr).toMatch(
    / knows no cluster none; name one that it has under remote_servers with --clickhouse-cluster$/m,
  );
});

it('ignores ClickHouse addresses in the environment when SQLite is used', async ({ operator }) => {
  const env = { GOALPOST_CLICKHOUSE_URL: node.urls[0]!, GOALPOST_CLICKHOUSE_CLUSTER: 'main' };
  const created = await operator.startGoalpost(['project', 'create', '--name', 'Shop'], { env }).ended;
  expect(created).toMatchObject({ code: 0, stderr: '' });
  const listed = await operator.startGoalpost(['project', 'list', '--store', 'sqlite'], { env }).ended;
  expect(listed.stdout).toContain('Shop');
});

it('serve --wait waits for ClickHouse to come, and says so in its log', async ({ operator }) => {
  const name = database();
  const at = ['--clickhouse-url', node.urls[0]!, '--clickhouse-database', name];
  await operator.goalpost('migrate', ...at);
  await node.nodes[0]!.stop();
  const serve = ['serve', '--port', '0', '--store', 'clickhouse', ...at];
  expect(await operator.goalpost(...serve)).toMatchObject({ code: 1, stderr: expect.stringContaining('try again') });
  const server = operator.startGoalpost([...serve, '--wait'], { input: null });
  await server.said(/"reason":"no node can be used: [^"]+","msg":"waiting for the store, which cannot answer"/);
  await node.nodes[0]!.start();
  const [, url] = await server.said(/Goalpost listens on (http:[^"]+)/);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
});

it('serve --wait does not wait for a store that is wrong', async ({ operator }) => {
  const at = ['--clickhouse-url', node.urls[0]!, '--clickhouse-database', database()];
  const { code, stderr } = await operator.goalpost('serve', '--port', '0', '--store', 'clickhouse', ...at, '--wait');
  expect(code).toBe(1);
  expect(stderr).toMatch(/ has no Goalpost database yet/);
});

it('refuses ClickHouse addresses with SQLite', async ({ operator }) => {
  const { code, stderr } = await operator.goalpost('project', 'create', '--name', 'Shop', ...urlFlags(node.urls));
  expect(code).toBe(2);
  expect(stderr).toMatch(/^goalpost: --clickhouse-url and --clickhouse-cluster are for --store clickhouse/);
});
