import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { buildApp } from '#goalpost/app.js';
import { PIPELINED_HEADERS_MAX, PIPELINED_MAX } from '#goalpost/http/connection/in-turn.js';
import { LINGER_BYTES_MAX } from '#goalpost/http/connection/lingering-close.js';
import { GET_CONVERSIONS, useApi } from '../../support/api.js';
import type { App } from '../../support/app.js';
import { answerTo, closed, get, listen, open, readToEnd } from '../../support/raw.js';

const api = useApi();

/** What a machine may hold of a stream between two programs, on both sides. */
const KERNEL_BYTES_MAX = 12 * 1_048_576;

const SCALAR = get('/reference/scalar.js');
const isAnswered = async () => expect((await api.app.inject('/healthz')).statusCode).toBe(200);

describe('requests that are pipelined', () => {
  it('are answered in order, all of them', async () => {
    const port = await listen(api.app);
    const addresses = Array.from({ length: PIPELINED_MAX }, (_, index) => (index % 2 ? '/healthz' : '/readyz'));
    const answers = await answerTo(
      port,
      addresses.map((address) => get(address)).join('') + get('/', 'Connection: close'),
    );
    const said = [...answers.matchAll(/\{"status":"(\w+)"\}/g)].map(([, status]) => status);
    expect(said).toEqual(addresses.map((address) => (address === '/healthz' ? 'ok' : 'ready')));
  });

  it('cost no more than one answer when nobody reads them', async () => {
    const port = await listen(api.app);
    await answerTo(port, get('/reference/scalar.js', 'Connection: close'));
    const memory = () => process.memoryUsage().arrayBuffers + process.memoryUsage().external;
    const before = memory();
    const sockets = await Promise.all(Array.from({ length: 12 }, () => open(port)));
    for (const socket of sockets) socket.pause().write(SCALAR.repeat(200));
    // The first answer of each is on its way when something of it has come.
    await Promise.all(sockets.map((socket) => once(socket, 'readable')));
    for (let count = 0; count < 100; count++) await isAnswered();
    expect(memory() - before).toBeLessThan(50 * 1_048_576);
    for (const socket of sockets) socket.destroy();
  });

  const manyHeaders = get('/healthz', ...Array<string>(PIPELINED_HEADERS_MAX / 10).fill('A: b'));

  it.each([
    ['there are too many', get('/healthz').repeat(PIPELINED_MAX + 1)],
    ['they have too many headers', manyHeaders.repeat(10)],
  ])('end the connection when %s', async (_title, requests) => {
    const port = await listen(api.app);
    const socket = await open(port);
    socket.write(SCALAR + requests);
    const answers = await readToEnd(socket);
    expect(answers).not.toContain('{"status":"ok"}');
    await isAnswered();
  });
});

describe('a body that is refused', () => {
  it.each([
    ['without a token', `POST ${GET_CONVERSIONS} HTTP/1.1`, '401 Unauthorized'],
    ['at an address where there is nothing', 'POST /nowhere HTTP/1.1', '404 Not Found'],
    ['for its method', 'PUT /healthz HTTP/1.1', '405 Method Not Allowed'],
  ])('%s is not read to its end, and is answered', async (_title, line, status) => {
    const port = await listen(api.app);
    const socket = await open(port);
    const answer = readToEnd(socket);
    socket.write(`${line}\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000000000\r\n\r\n`);
    const part = Buffer.alloc(65_536, ' ');
    while (!socket.destroyed && socket.bytesWritten < 1_000_000_000) {
      const isTaken = socket.write(part);
      if (!isTaken) await Promise.race([new Promise((resolve) => socket.once('drain', resolve)), closed(socket)]);
    }
    expect(await answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status}\\r\\n(?:.+\\r\\n)*connection: close\\r\\n`, 'i'));
    expect(socket.bytesWritten).toBeLessThan(LINGER_BYTES_MAX + KERNEL_BYTES_MAX);
  });

  it('is answered, and the connection ends, when its client waits for the answer', async () => {
    const port = await listen(api.app);
    const answer = await answerTo(
      port,
      `POST ${GET_CONVERSIONS} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n0123456789`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\n/);
  });
});

it('a body that is wanted is asked for', async () => {
  const port = await listen(api.app);
  const socket = await open(port);
  const body = JSON.stringify({ session_ids: [1] });
  const headers = [`Authorization: Bearer ${await api.issue()}`, 'Content-Type: application/json', 'Connection: close'];
  const length = `Content-Length: ${body.length}`;
  socket.write(
    [`POST ${GET_CONVERSIONS} HTTP/1.1`, 'Host: localhost', ...headers, length, 'Expect: 100-continue', '', ''].join(
      '\r\n',
    ),
  );
  const [asked] = await once(socket, 'data');
  expect(String(asked)).toBe('HTTP/1.1 100 Continue\r\n\r\n');
  socket.write(body);
  expect(await readToEnd(socket)).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*\{"error":false,"data":\[\]\}$/);
});

describe('connections of one address', () => {
  const withFew = async (trustedProxies: string[], ask: (port: number, app: App) => Promise<void>) => {
    const app = await buildApp({ store: api.store, metrics: api.metrics, connectionsPerAddress: 3, trustedProxies });
    await ask(await listen(app), app);
    await app.close();
  };
  const isOpen = async (port: number, address: string) =>
    (await answerTo(port, get('/healthz', 'Connection: close'), address)).startsWith('HTTP/1.1 200');

  it('are limited, without any harm to others', () =>
    withFew([], async (port) => {
      const slow = await Promise.all([1, 2, 3].map(() => open(port, '127.0.0.2')));
      expect(await isOpen(port, '127.0.0.2')).toBe(false);
      expect(await isOpen(port, '127.0.0.1')).toBe(true);
      expect(await api.metrics.text()).toContain('goalpost_connections_refused_total 1\n');
      slow[0]!.destroy();
      await expect.poll(() => isOpen(port, '127.0.0.2'), { timeout: 10_000 }).toBe(true);
      for (const socket of slow) socket.destroy();
    }));

  it('are not, when it is a trusted proxy', () =>
    withFew(['127.0.0.2'], async (port) => {
      const slow = await Promise.all([1, 2, 3, 4, 5].map(() => open(port, '127.0.0.2')));
      expect(await isOpen(port, '127.0.0.2')).toBe(true);
      for (const socket of slow) socket.destroy();
    }));
});

it('connections of all addresses together are limited', async () => {
  const port = await listen(api.app);
  api.app.server.maxConnections = 2;
  const slow = await Promise.all([open(port, '127.0.0.2'), open(port, '127.0.0.3')]);
  expect(await answerTo(port, get('/healthz', 'Connection: close'), '127.0.0.4')).toBe('');
  expect(await api.metrics.text()).toContain('goalpost_connections_refused_total 1\n');
  slow[0]!.destroy();
  const answer = () => answerTo(port, get('/healthz', 'Connection: close'), '127.0.0.4');
  await expect.poll(answer, { timeout: 10_000 }).toContain('{"status":"ok"}');
  slow[1]!.destroy();
});

describe('a connection', () => {
  it('is closed when its client does not read', async () => {
    const port = await listen(api.app);
    api.app.server.timeout = 200;
    const socket = await open(port);
    // More than the machine takes from the server on the way to a client that does not read.
    socket.pause().write(SCALAR.repeat(10));
    const connections = () =>
      new Promise((resolve) => api.app.server.getConnections((_error, count) => resolve(count)));
    await expect.poll(connections, { timeout: 30_000 }).toBe(0);
    socket.destroy();
  });

  it('is kept while the server works, however long that takes', async () => {
    let checks = 0;
    const check = async () => {
      checks++;
      await new Promise((resolve) => setTimeout(resolve, 1500));
      return [];
    };
    const app = await buildApp({ store: { ...api.store, check } });
    const port = await listen(app);
    app.server.timeout = 100;
    expect(await answerTo(port, get('/readyz', 'Connection: close'))).toContain('{"status":"ready"}');
    expect(checks).toBe(1);
    await app.close();
  });
});
