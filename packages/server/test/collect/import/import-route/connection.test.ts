import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { constants, gunzipSync, gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { BASE_PATH } from '#goalpost/app.js';
import type { ProjectId } from '#goalpost/model/ids.js';
import { useApi } from '../../../support/api.js';
import { urlGoal } from '../../../support/builders.js';
import { line, lines, storedIds } from './lines.js';

// Uses a real connection with hand-written HTTP, because the moment of its end matters.

const api = useApi();
let port: number;

beforeEach(async () => {
  await api.store.goals.create('p1' as ProjectId, urlGoal('/thanks', { key: 'thanks' }));
  await api.app.listen({ port: 0, host: '127.0.0.1' });
  port = (api.app.server.address() as AddressInfo).port;
});

async function begin(token: string, headers: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(`POST ${BASE_PATH}/events/import HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n`);
  socket.write(`Content-Type: application/x-ndjson\r\n${headers}\r\n\r\n`);
  return socket;
}

async function answerTo(socket: Socket): Promise<string> {
  socket.setEncoding('utf8');
  let answer = '';
  for await (const chunk of socket) {
    answer += chunk;
    if (/\r\n\r\n.*}$/s.test(answer)) break;
  }
  return answer;
}

const writer = () => api.issue({ abilities: ['events:write'] });
const eventuallyStored = (ids: string[]) =>
  vi.waitFor(async () => expect(await storedIds(api)).toEqual(ids), { timeout: 5000 });

it('a request without a token is answered before its body arrives', async () => {
  const answer = await answerTo(await begin('nonsense', 'Content-Length: 1000000'));
  expect(answer).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\n/);
  expect(answer).toMatch(/\r\n\r\n{"error":true,"message":"Unauthenticated\."}$/);
});

describe('of an import whose connection is lost, the complete lines are stored:', () => {
  it('between two lines', async () => {
    const socket = await begin(await writer(), 'Content-Length: 100000');
    socket.write(lines(3));
    socket.end();
    await eventuallyStored(['e0', 'e1', 'e2']);
  });

  it('within a line, which is not stored', async () => {
    const socket = await begin(await writer(), 'Content-Length: 100000');
    socket.write(lines(2) + line('e2').slice(0, 40));
    socket.end();
    await eventuallyStored(['e0', 'e1']);
  });

  it('with a reset', async () => {
    const socket = await begin(await writer(), 'Transfer-Encoding: chunked');
    const part = lines(1500);
    socket.write(`${Buffer.byteLength(part).toString(16)}\r\n${part}\r\n`);
    await eventuallyStored(Array.from({ length: 1000 }, (_, index) => `e${index}`).sort());
    socket.resetAndDestroy();
    await eventuallyStored(Array.from({ length: 1500 }, (_, index) => `e${index}`).sort());
  });
});

/** The first half of a gzipped import of 5000 lines, and the number of complete lines in it. */
function packedHalf(): { sent: Buffer; whole: number } {
  const packed = gzipSync(lines(5000));
  const sent = packed.subarray(0, packed.length / 2);
  const unpacked = gunzipSync(sent, { finishFlush: constants.Z_SYNC_FLUSH }).toString();
  return { sent, whole: unpacked.split('\n').length - 1 };
}

describe('of a gzipped import whose connection is lost, every line that can be unpacked is stored:', () => {
  it.each([
    ['at an end', (socket: Socket) => socket.end()],
    ['with a reset', (socket: Socket) => socket.resetAndDestroy()],
  ])('%s', async (_title, lose) => {
    const { sent, whole } = packedHalf();
    expect(whole).toBeGreaterThan(1000);
    const socket = await begin(await writer(), 'Content-Length: 1000000');
    await new Promise((resolve) => socket.write(sent, resolve));
    lose(socket);
    await eventuallyStored(Array.from({ length: whole }, (_, index) => `e${index}`).sort());
  });
});

it('a connection lost before the first byte of the body is a client error, not a server error', async () => {
  const socket = await begin(await writer(), 'Content-Length: 1000');
  socket.end();
  await vi.waitFor(async () => {
    expect(await api.metrics.text()).toContain('goalpost_refusals_total{kind="malformed_http"} 1\n');
  });
});

it('the server still answers after all of this', async () => {
  const socket = await begin(await writer(), 'Transfer-Encoding: chunked');
  socket.write('zz\r\n');
  expect(await answerTo(socket)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  const whole = await begin(await writer(), `Content-Length: ${lines(2).length}`);
  whole.write(lines(2));
  expect(await answerTo(whole)).toContain('"stored":2,"repeated":0');
});
