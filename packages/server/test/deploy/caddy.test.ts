import { request } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, vi } from 'vitest';
import { BASE_PATH } from '#goalpost/app.js';
import { shardOfSession } from '#goalpost/clickhouse/cluster/shards.js';
import { KEEP_ALIVE_MS } from '#goalpost/http/connection/server.js';
import type { ProjectId, SessionId } from '#goalpost/model/ids.js';
import { urlGoal } from '../support/builders.js';
import { startCaddy } from '../support/caddy.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { CLUSTER } from '../support/clickhouse/config.js';
import { newDatabase } from '../support/clickhouse/store.js';
import { it, type Operator, type RunningServer } from '../support/operator.js';
import { useRedis } from '../support/redis.js';
import { ROOT } from '../support/root.js';

/** Starts the proxy in front of these servers and returns its URL. */
const proxy = (operator: Operator, servers: readonly RunningServer[]) =>
  startCaddy(
    operator,
    servers.map(({ url }) => url),
  );

const serve = (operator: Operator) => operator.serve('--trusted-proxy', '127.0.0.1');

/** The remaining requests in the window of a client without a token. */
async function remaining(url: string, localAddress: string, headers = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const asking = request(`${url}${BASE_PATH}/goals`, { localAddress, headers }, (answer) => {
      answer.resume();
      resolve(Number(answer.headers['x-ratelimit-remaining']));
    });
    asking.once('error', reject).end();
  });
}

it('each client has a window of its own, whatever X-Forwarded-For it sends', async ({ operator }) => {
  const url = await proxy(operator, [await serve(operator)]);
  expect(await remaining(url, '127.0.0.2')).toBe(59);
  expect(await remaining(url, '127.0.0.2', { 'x-forwarded-for': '198.51.100.1' })).toBe(58);
  expect(await remaining(url, '127.0.0.3')).toBe(59);
});

it('health is not public', async ({ operator }) => {
  const server = await serve(operator);
  const url = await proxy(operator, [server]);
  for (const address of ['/healthz', '/readyz']) {
    expect((await fetch(url + address)).status).toBe(404);
    expect((await fetch(server.url + address)).status).toBe(200);
  }
  expect((await fetch(`${url}/openapi.json`)).status).toBe(200);
});

it('when a server is killed, the other answers', async ({ operator }) => {
  const servers = [await serve(operator), await serve(operator)];
  const url = await proxy(operator, servers);
  const statuses = new Set<number>();
  const ask = async () => statuses.add((await fetch(`${url}/openapi.json`)).status);
  for (let count = 0; count < 4; count++) await ask();
  servers[0]!.process.kill('SIGKILL');
  await servers[0]!.ended;
  for (let count = 0; count < 8; count++) await ask();
  expect([...statuses]).toEqual([200]);
});

/** Sends a request, and returns its status and JSON. */
async function ask(url: string, options: RequestInit = {}): Promise<{ status: number; body: { message?: string } }> {
  const answer = await fetch(url, options);
  expect(answer.headers.get('content-type')).toContain('application/json');
  return { status: answer.status, body: (await answer.json()) as { message?: string } };
}

const NO_SERVER = { error: true, message: 'No server can answer right now; try again in a moment.' };

describe('while servers are killed under load', () => {
  const redis = useRedis();

  it('reads without a body get their answer, others get it or the refusal of the API, and no event is lost or doubled', async ({
    operator,
  }) => {
    const token = await operator.openShop(urlGoal('/'));
    const flags = ['--trusted-proxy', '127.0.0.1', '--redis-url', redis.url];
    const servers = [await operator.serve(...flags), await operator.serve(...flags), await operator.serve(...flags)];
    const url = (await proxy(operator, servers)) + BASE_PATH;
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const track = (id: string) =>
      ask(`${url}/track`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ site: 'site-p1', session_id: 's', events: [{ id, type: 'visit', age: 0, url: '/' }] }),
      });
    const idsOf = () =>
      ask(`${url}/sessions/get-conversions`, { method: 'POST', headers, body: '{"session_ids":["s"]}' });
    let isOver = false;
    const sent: string[] = [];
    const until = async (work: (number: number) => Promise<void>) => {
      for (let number = 0; !isOver; number++) await work(number);
    };
    /** Sends an event again until it is stored, as the tracker and the client do. */
    const trackUntilStored = async (id: string) => {
      for (;;) {
        const { status, body } = await track(id);
        if (status === 202) break;
        expect({ status, body }).toEqual({ status: 503, body: NO_SERVER });
      }
      sent.push(id);
    };
    const load = Promise.all([
      ...['a', 'b', 'c', 'd'].map((sender) => until((number) => trackUntilStored(`${sender}${number}`))),
      until(async () => expect((await ask(`${url}/goals`, { headers })).status).toBe(200)),
      until(async () => {
        const { status, body } = await idsOf();
        if (status !== 200) expect({ status, body }).toEqual({ status: 503, body: NO_SERVER });
      }),
    ]);
    for (const victim of servers.slice(0, 2)) {
      const before = sent.length;
      await Promise.race([load, vi.waitFor(() => expect(sent.length).toBeGreaterThan(before + 50), 60_000)]);
      victim.process.kill('SIGKILL');
      await victim.ended;
    }
    const before = sent.length;
    await Promise.race([load, vi.waitFor(() => expect(sent.length).toBeGreaterThan(before + 50), 60_000)]);
    isOver = true;
    await load;
    const { data } = (await idsOf()).body as { data: string[] };
    expect(data.sort()).toEqual(sent.map((id) => `s:url:goal:${id}`).sort());
  });
});

it('when no server is left, clients get the refusal of the API', async ({ operator }) => {
  const server = await serve(operator);
  const url = await proxy(operator, [server]);
  server.process.kill('SIGKILL');
  await server.ended;
  for (const method of ['GET', 'POST']) {
    expect(await ask(`${url}${BASE_PATH}/goals`, { method })).toEqual({ status: 503, body: NO_SERVER });
  }
  expect((await fetch(`${url}/t.js`)).headers.get('retry-after')).toBe('1');
});

describe('when a shard is lost', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster(2, 1);
  });
  afterAll(() => cluster.stop());

  it('servers stay ready, and only requests that need the shard are refused, by the API', async ({ operator }) => {
    const { database, urls } = await newDatabase(cluster);
    const at = ['--store', 'clickhouse', '--clickhouse-cluster', CLUSTER, '--clickhouse-database', database];
    const nodes = urls.flatMap((url) => ['--clickhouse-url', url]);
    const made = await operator.goalpost('project', 'create', '--name', 'Shop', '--json', ...at, ...nodes);
    const { id } = JSON.parse(made.stdout) as { id: ProjectId };
    const goal = ['--project', id, '--key', 'thanks', '--name', 'T', '--type', 'url', '--match', 'equals:/thanks'];
    expect((await operator.goalpost('goal', 'create', ...goal, ...at, ...nodes)).code).toBe(0);
    const create = ['token', 'create', '--project', id, '--ability', 'goals:read', '--ability', 'conversions:read'];
    const { stdout } = await operator.goalpost(...create, '--quiet', ...at, ...nodes);
    const headers = { authorization: `Bearer ${stdout.trim()}`, 'content-type': 'application/json' };
    const server = await operator.serve('--trusted-proxy', '127.0.0.1', ...at, ...nodes);
    const url = (await proxy(operator, [server])) + BASE_PATH;
    const conversionsOf = (shard: number) => {
      const ids = Array.from({ length: 20 }, (_, index) => `s${index}` as SessionId);
      const body = JSON.stringify({ session_ids: ids.filter((session) => shardOfSession(id, session, 2) === shard) });
      return ask(`${url}/sessions/get-conversions`, { method: 'POST', headers, body });
    };
    await cluster.nodes.find(({ place }) => place.shard === 2)!.kill();
    expect((await ask(`${server.url}/readyz`)).body).toEqual({ status: 'ready', missing: ['shard 2'] });
    expect((await ask(`${url}/goals`, { headers })).status).toBe(200);
    expect(await conversionsOf(1)).toEqual({ status: 200, body: { error: false, data: [] } });
    expect(await conversionsOf(2)).toEqual({
      status: 503,
      body: { error: true, message: 'The store cannot answer right now; try again in a moment.' },
    });
  });
});

it('closes idle connections to a server before the server does', async ({ operator }) => {
  const file = path.join(ROOT, 'deploy/Caddyfile');
  const env = { HOME: operator.dir, GOALPOST_SITE: 'http://127.0.0.1', GOALPOST_UPSTREAMS: '127.0.0.1:8080' };
  const { stdout } = await operator.start('caddy', ['adapt', '--config', file], { env }).ended;
  const [, nanoseconds] = /"keep_alive":\{"idle_timeout":(\d+)/.exec(stdout)!;
  expect(Number(nanoseconds) / 1e6).toBeLessThan(KEEP_ALIVE_MS);
});
