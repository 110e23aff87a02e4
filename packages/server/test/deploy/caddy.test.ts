import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import { expect } from 'vitest';
import { BASE_PATH } from '#goalpost/app.js';
import { KEEP_ALIVE_MS } from '#goalpost/http/connection/server.js';
import { freePort } from '../support/free-port.js';
import { it, type Operator, type RunningServer } from '../support/operator.js';
import { ROOT } from '../support/root.js';

/** Starts the proxy of `deploy/` in front of these servers and returns its URL. */
async function proxy(operator: Operator, servers: readonly RunningServer[]): Promise<string> {
  const url = `http://127.0.0.1:${await freePort()}`;
  const file = path.join(operator.dir, 'Caddyfile');
  writeFileSync(file, `{\n\tadmin off\n\tdefault_bind 127.0.0.1\n}\nimport ${ROOT}deploy/Caddyfile\n`);
  const caddy = operator.start('/bin/sh', ['-c', `exec caddy run --adapter caddyfile --config ${file} 2>&1`], {
    env: {
      HOME: operator.dir,
      GOALPOST_SITE: url,
      GOALPOST_UPSTREAMS: servers.map((server) => new URL(server.url).host).join(' '),
    },
  });
  await caddy.said(/serving initial configuration/);
  return url;
}

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

it('closes idle connections to a server before the server does', async ({ operator }) => {
  const file = path.join(ROOT, 'deploy/Caddyfile');
  const env = { HOME: operator.dir, GOALPOST_SITE: 'http://127.0.0.1', GOALPOST_UPSTREAMS: '127.0.0.1:8080' };
  const { stdout } = await operator.start('caddy', ['adapt', '--config', file], { env }).ended;
  const [, nanoseconds] = /"keep_alive":\{"idle_timeout":(\d+)/.exec(stdout)!;
  expect(Number(nanoseconds) / 1e6).toBeLessThan(KEEP_ALIVE_MS);
});
