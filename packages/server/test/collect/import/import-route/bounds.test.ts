import { once } from 'node:events';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BASE_PATH, buildApp } from '#goalpost/app.js';
import { IMPORT_REFUSED_MAX, IMPORT_WAIT_MS_MAX } from '#goalpost/collect/import/import-route.js';
import { BODY_MS_MAX } from '#goalpost/http/body-text.js';
import type { EventStore } from '#goalpost/store/contract/events.js';
import { GET_CONVERSIONS, useApi } from '../../../support/api.js';
import { listen, open, readToEnd } from '../../../support/raw.js';
import { line, lines, send } from './lines.js';

const api = useApi();
const writer = () => api.issue({ abilities: ['events:write', 'conversions:read'] });

async function begin(port: number, path: string, token: string, type: string): Promise<Socket> {
  const socket = await open(port);
  const headers = [`Authorization: Bearer ${token}`, `Content-Type: ${type}`, 'Transfer-Encoding: chunked'];
  socket.write([`POST ${path} HTTP/1.1`, 'Host: localhost', ...headers, '', ''].join('\r\n'));
  return socket;
}

const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;

describe('a small body does not cost much:', () => {
  it('of lines that are no events, it stops', async () => {
    const body = gzipSync('x\n'.repeat(3_000_000));
    expect(body.length).toBeLessThan(10_000);
    const { data } = (await send(api, await writer(), body)).json();
    expect(data.refused.malformed).toBe(IMPORT_REFUSED_MAX + 1);
    expect(data.truncated).toBe(
      'The input ended early, after line 10001: more than 10000 lines were refused, and more than could be used.',
    );
  });

  it('but goes on while more of them are', async () => {
    const body = line('e1').repeat(IMPORT_REFUSED_MAX + 10) + 'x\n'.repeat(IMPORT_REFUSED_MAX + 5);
    const { data } = (await send(api, await writer(), body)).json();
    expect(data).toMatchObject({ refused: { malformed: IMPORT_REFUSED_MAX + 5 }, truncated: null });
  });

  it('nor of lines that are blank or the same, unpacked to far more than its size', async () => {
    const body = gzipSync(line('e1').repeat(500_000));
    const { data } = (await send(api, await writer(), body)).json();
    expect(data.truncated).toMatch(
      /^The input ended early, after line \d+: the gzip data unpacks to far more than its size\.$/,
    );
    expect(data.lines * line('e1').length).toBeLessThan(body.length * 100 + 65_536);
  });

  it('nor when its client has gone', async () => {
    const port = await listen(api.app);
    const token = await writer();
    const socket = await begin(port, `${BASE_PATH}/events/import`, token, 'application/x-ndjson');
    const body = gzipSync('x\n'.repeat(3_000_000));
    socket.write(`${body.length.toString(16)}\r\n`);
    await new Promise((resolve) => socket.write(body, resolve));
    socket.resetAndDestroy();
    const refused = async () => Number(/outcome="malformed"\} (\d+)/.exec(await api.metrics.text())?.[1]);
    await expect.poll(refused, { timeout: 30_000 }).toBeGreaterThan(0);
    expect(await refused()).toBe(IMPORT_REFUSED_MAX + 1);
  });

  it('nor does it keep others waiting', async () => {
    const importing = send(api, await writer(), 'x\n'.repeat(9000) + line('e1').repeat(20_000));
    let turns = 0;
    let isOver = false;
    const count = () => {
      turns++;
      if (!isOver) setImmediate(count);
    };
    setImmediate(count);
    expect((await importing).statusCode).toBe(200);
    isOver = true;
    expect(turns).toBeGreaterThan(10);
  });
});

describe('a client that stops sending', () => {
  afterEach(() => void vi.useRealTimers());

  it('may do so between lines for a while, and is then answered', async () => {
    const port = await listen(api.app);
    const token = await writer();
    const stored = vi.spyOn(api.store.events, 'record');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const socket = await begin(port, `${BASE_PATH}/events/import`, token, 'application/x-ndjson');
    const answer = readToEnd(socket);
    const sent = async (text: string, waitMs: number) => {
      socket.write(chunk(text));
      // The import has read everything sent when it waits for more with a new timer.
      const timers = vi.getTimerCount();
      await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThanOrEqual(timers));
      await vi.advanceTimersByTimeAsync(waitMs);
    };
    await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0));
    await sent(line('e1'), IMPORT_WAIT_MS_MAX - 1000);
    await sent(line('e2'), IMPORT_WAIT_MS_MAX - 1000);
    await sent(line('e3').slice(0, -5), IMPORT_WAIT_MS_MAX);
    vi.useRealTimers();
    expect(await answer).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*"stored":2,[\s\S]*nothing more came for too long/);
    expect(stored).toHaveBeenCalledOnce();
  });

  it('in a JSON body is told so, however it drips', async () => {
    const port = await listen(api.app);
    const token = await writer();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const socket = await begin(port, GET_CONVERSIONS, token, 'application/json');
    const answer = readToEnd(socket);
    await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0));
    for (let second = 0; second < BODY_MS_MAX / 1000; second += 10) {
      socket.write(chunk(' '));
      await vi.advanceTimersByTimeAsync(10_000);
    }
    vi.useRealTimers();
    socket.end();
    expect(await answer).toMatch(/^HTTP\/1\.1 408 Request Timeout[\s\S]*The request did not arrive in time\./);
  });
});

it('an import whose last part takes the server long is answered', async () => {
  const record: EventStore['record'] = async (...args) => {
    await new Promise((resolve) => setTimeout(resolve, 1500));
    return api.store.events.record(...args);
  };
  const app = await buildApp({ store: { ...api.store, events: { record } } });
  const port = await listen(app);
  app.server.timeout = 100;
  const socket = await begin(port, `${BASE_PATH}/events/import`, await writer(), 'application/x-ndjson');
  socket.write(`${chunk(lines(2))}0\r\n\r\n`);
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toMatch(/^HTTP\/1\.1 200 OK/);
  socket.destroy();
  await app.close();
});
