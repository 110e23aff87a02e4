import { once } from 'node:events';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createBoundedServer } from '#goalpost/http/connection/server.js';
import { closed, get, open } from '../../support/raw.js';

const MB = 1_048_576;
const ANSWER = 40 * MB;
/** In place of a minute, and of a rate that takes long to fall below. */
const READING = { graceMs: 300, bytesPerSecondMin: 100 * MB, lookEveryMs: 50 };

let server: Server;
let port: number;

const answer: RequestListener = (_request, response) => {
  const part = Buffer.alloc(MB / 4);
  const parts = function* () {
    for (let sent = 0; sent < ANSWER; sent += part.length) yield part;
  };
  Readable.from(parts()).pipe(response);
};

beforeEach(async () => {
  const connections = { perClient: 10, clientOf: () => null, onRefused: () => {} };
  server = createBoundedServer(answer, connections, READING);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  port = (server.address() as AddressInfo).port;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** Reads a little at a time, so that the connection is never idle; gives how much there was. */
async function readSlowly(socket: Socket): Promise<number> {
  let bytes = 0;
  socket.on('data', async (chunk: Buffer) => {
    bytes += chunk.length;
    socket.pause();
    await pause(20);
    socket.resume();
  });
  await closed(socket);
  return bytes;
}

it('a connection is closed when its client reads an answer too slowly', async () => {
  const socket = await open(port);
  socket.write(get('/'));
  expect(await readSlowly(socket)).toBeLessThan(ANSWER);
});

it('an answer that is read as fast as it comes is read to its end', async () => {
  const socket = await open(port);
  socket.write(get('/', 'Connection: close'));
  let bytes = 0;
  socket.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  await closed(socket);
  expect(bytes).toBeGreaterThan(ANSWER);
});
