import { connect } from 'node:net';
import path from 'node:path';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import { urlGoal } from '../support/builders.js';
import { it, type RunningServer } from '../support/operator.js';
import { closed, open } from '../support/raw.js';
import { importOver, visitLines } from '../support/requests.js';
import { valueIn } from '../support/sqlite.js';

/** Resolves when the server refuses connections, so it has started to stop. */
async function untilClosed({ url }: RunningServer): Promise<void> {
  const port = Number(new URL(url).port);
  const isOpen = () =>
    new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
  while (await isOpen()) await setImmediate();
}

describe.concurrent('a server that is told to stop', () => {
  it.for(['SIGTERM', 'SIGINT'] as const)('by %s when idle ends with 0', async (signal, { operator }) => {
    await operator.openShop();
    const server = await operator.serve('--no-console');
    // An idle keep-alive connection does not delay the stop.
    await (await fetch(`${server.url}/healthz`)).text();
    server.process.kill(signal);
    const { code, stdout, stderr } = await server.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/"msg":"stopped"\}\n$/);
  });

  it.for(['', 'GET /healthz HTTP/1.1\r\n'])(
    'does not wait for a connection over which no whole request came: %j',
    async (sent, { operator }) => {
      await operator.openShop();
      const server = await operator.serve('--no-console');
      const socket = await open(Number(new URL(server.url).port));
      socket.write(sent);
      // By then the server has accepted the connection before it.
      await (await fetch(`${server.url}/healthz`)).text();
      server.process.kill('SIGTERM');
      expect((await server.ended).code).toBe(0);
      await closed(socket);
    },
  );

  it('finishes the answer it is streaming', async ({ operator }) => {
    const token = await operator.openShop(urlGoal('/', { key: 'all' }));
    // With URLs this long, the answer exceeds the system's buffers, so the server has to wait for the reader.
    const count = 12_000;
    const input = visitLines('1', count, `/${'x'.repeat(2000)}`);
    await operator.startGoalpost(['import', '--project', 'p1', '--format', 'ndjson', '-'], { input }).ended;
    const server = await operator.serve();
    const answer = await fetch(`${server.api}/sessions/get-conversions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ session_ids: [1], expand: true }),
    });
    server.process.kill('SIGTERM');
    await untilClosed(server);
    expect(server.process.exitCode).toBe(null);
    const { data } = (await answer.json()) as { data: { id: string }[] };
    expect(data.map(({ id }) => id)).toEqual(Array.from({ length: count }, (_, index) => `1:url:all:v${index}`));
    expect((await server.ended).code).toBe(0);
  });

  it('finishes the imports it is reading', async ({ operator }) => {
    const token = await operator.openShop(urlGoal('/thanks', { key: 'thanks' }));
    const server = await operator.serve();
    const bodies = ['a', 'b', 'c'].map((session) => {
      const body = new Readable({ read() {} });
      const lines = visitLines(session, 2000).split('\n');
      body.push(`${lines.slice(0, 1000).join('\n')}\n`);
      return { body, rest: lines.slice(1000).join('\n') };
    });
    const answers = bodies.map(({ body }) => importOver(server, token, body));
    const stored = () => valueIn(path.join(operator.dataDir, 'goalpost.db'), 'SELECT count(*) FROM events');
    while (stored() !== 3000) await setImmediate();

    server.process.kill('SIGTERM');
    await untilClosed(server);
    for (const { body, rest } of bodies) {
      body.push(rest);
      body.push(null);
    }
    for (const answer of answers) expect(await answer).toMatchObject({ status: 200, stored: 2000, truncated: null });
    expect((await server.ended).code).toBe(0);
    expect(stored()).toBe(6000);
  });
});
