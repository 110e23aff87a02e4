import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { ProjectId } from '#goalpost/model/ids.js';
import { FIREFOX } from '../collect/track/track.js';
import { follow } from '../feed/follower.js';
import { urlGoal } from '../support/builders.js';
import { startCaddy } from '../support/caddy.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { newDatabase } from '../support/clickhouse/store.js';
import { startNginx } from '../support/nginx.js';
import { it, type RunningServer } from '../support/operator.js';
import { useRedis } from '../support/redis.js';
import { visitLines } from '../support/requests.js';

/** Sends a visit of `/thanks`, and resolves once it is acknowledged. */
async function buy({ api }: Pick<RunningServer, 'api'>, event: string, site = 'site-p1'): Promise<void> {
  const events = [{ id: event, type: 'visit', age: 0, url: 'https://shop.example/thanks' }];
  const answer = await fetch(`${api}/track`, {
    method: 'POST',
    headers: { 'user-agent': FIREFOX },
    body: JSON.stringify({ site, session_id: 's', events }),
  });
  expect(answer.status).toBe(202);
}

const thanks = (...events: string[]) => events.map((event) => `conversion s:url:thanks:${event}`);

it('a stream goes on where it was when the server is killed, and tells everything that was acknowledged', async ({
  operator,
}) => {
  const token = await operator.openShop(urlGoal('/thanks', { key: 'thanks' }));
  let server = await operator.serve();
  let follower = await follow(server.url, token);
  const told = new Set<string>();
  const acknowledged: string[] = [];
  for (let round = 0; round < 5; round++) {
    const ids = Array.from({ length: 20 }, (_, index) => `r${round}-${index}`);
    const { promise: halfway, resolve: reached } = Promise.withResolvers<void>();
    const sent = Promise.all(
      ids.map(async (id, index) => {
        const isStored = await buy(server, id).then(
          () => true,
          () => false,
        );
        if (isStored) acknowledged.push(id);
        if (index === 10) reached();
      }),
    );
    await halfway;
    const first = await follower.next();
    told.add(first!.data.id!);
    server.process.kill('SIGKILL');
    await sent;
    for (;;) {
      const message = await follower.next().catch(() => null);
      if (message === null) break;
      told.add(message.data.id!);
    }
    server = await operator.serve();
    follower = await follow(server.url, token, follower.lastId);
  }
  await buy(server, 'last');
  while (!told.has('s:url:thanks:last')) {
    const message = await follower.next();
    expect(message?.event).toBe('conversion');
    told.add(message!.data.id!);
  }
  expect(acknowledged.length).toBeGreaterThan(0);
  expect(acknowledged.filter((id) => !told.has(`s:url:thanks:${id}`))).toEqual([]);
});

it('tells what a command imports beside the server', async ({ operator }) => {
  const token = await operator.openShop(urlGoal('/thanks', { key: 'thanks' }));
  const follower = await follow((await operator.serve()).url, token);
  const file = path.join(operator.dir, 'events.ndjson');
  writeFileSync(file, visitLines('s', 300));
  const { code } = await operator.goalpost('import', '--project', 'p1', '--format', 'ndjson', file);
  expect(code).toBe(0);
  expect(await follower.take(300)).toEqual(thanks(...Array.from({ length: 300 }, (_, index) => `v${index}`)));
});

it('ends, so that a server which is told to stop stops', async ({ operator }) => {
  const token = await operator.openShop();
  const server = await operator.serve('--no-console');
  const follower = await follow(server.url, token);
  server.process.kill('SIGTERM');
  expect(await follower.next()).toBeNull();
  expect(await server.ended).toMatchObject({ code: 0, stderr: '' });
});

it.for([
  ['Caddy', startCaddy],
  ['nginx', startNginx],
] as const)(
  'comes through %s message by message, and goes on at another server when one is killed',
  async ([, startProxy], { operator }) => {
    const token = await operator.openShop(urlGoal('/thanks', { key: 'thanks' }));
    const flags = ['--trusted-proxy', '127.0.0.1'];
    const servers = [await operator.serve(...flags), await operator.serve(...flags)];
    const url = await startProxy(
      operator,
      servers.map((server) => server.url),
    );
    const follower = await follow(url, token);
    for (const event of ['e1', 'e2']) {
      await buy(servers[0]!, event);
      expect(await follower.take(1)).toEqual(thanks(event));
    }
    for (const server of servers) server.process.kill('SIGKILL');
    await follower.ended();
    const left = await operator.serve(...flags);
    await buy(left, 'e3');
    const through = await startProxy(operator, [servers[0]!.url, left.url]);
    const resumed = await follow(through, token, follower.lastId);
    expect(resumed.answer.status).toBe(200);
    expect(await resumed.take(1)).toEqual(thanks('e3'));
  },
);

describe('with several servers over ClickHouse and Redis', () => {
  const redis = useRedis();
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster(1, 1);
  });
  afterAll(() => cluster.stop());

  it('each tells what the others store, and goes on for one that was killed', async ({ operator }) => {
    const { database, urls } = await newDatabase(cluster);
    const at = ['--store', 'clickhouse', '--clickhouse-database', database, '--clickhouse-url', urls[0]!];
    const made = await operator.goalpost('project', 'create', '--name', 'Shop', '--json', ...at);
    const project = JSON.parse(made.stdout) as { id: ProjectId; site_key: string };
    const goal = [
      '--project',
      project.id,
      '--key',
      'thanks',
      '--name',
      'T',
      '--type',
      'url',
      '--match',
      'equals:/thanks',
    ];
    expect((await operator.goalpost('goal', 'create', ...goal, ...at)).code).toBe(0);
    const create = ['token', 'create', '--project', project.id, '--ability', 'conversions:read', '--quiet'];
    const token = (await operator.goalpost(...create, ...at)).stdout.trim();
    const flags = [...at, '--redis-url', redis.url];
    const [one, other] = [await operator.serve(...flags), await operator.serve(...flags)];
    const followers = [await follow(one.url, token), await follow(other.url, token)] as const;
    await buy(one, 'e1', project.site_key);
    for (const follower of followers) expect(await follower.take(1)).toEqual(thanks('e1'));
    one.process.kill('SIGKILL');
    await followers[0].ended();
    await buy(other, 'e2', project.site_key);
    expect(await followers[1].take(1)).toEqual(thanks('e2'));
    const resumed = await follow(other.url, token, followers[0].lastId);
    expect(await resumed.take(1)).toEqual(thanks('e2'));
  });
});
