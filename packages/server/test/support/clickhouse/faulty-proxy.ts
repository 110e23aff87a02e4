import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { seeded } from '../seeded.js';

/** What can happen to an answer. */
export const FAULTS = ['cut', 'shortened', 'emptied', 'garbled', 'failing', 'foreign', 'late'] as const;
export type Fault = (typeof FAULTS)[number];

/** A proxy in front of a node that damages answers while `share` is above 0. */
export interface FaultyProxy {
  readonly url: string;
  /** The share of answers that are damaged, 0 to 1. */
  share: number;
  /** How often each fault happened. */
  readonly happened: Map<Fault, number>;
  stop(): Promise<void>;
}

const LATE_MS_MAX = 50;

interface Parts {
  readonly head: string;
  readonly body: Buffer;
}

/** Starts a proxy on a free port of 127.0.0.1. The same seed makes the same random choices. */
export async function startFaultyProxy(nodeUrl: string, seed: number): Promise<FaultyProxy> {
  const random = seeded(seed);
  const below = (end: number) => Math.floor(random() * end);
  const happened = new Map<Fault, number>(FAULTS.map((fault) => [fault, 0]));

  const server = createServer(async (asked, reply) => {
    const { socket } = asked;
    try {
      const whole = await forward(nodeUrl, asked);
      if (random() >= proxy.share) return send(socket, whole);
      const fault = FAULTS[below(FAULTS.length)]!;
      happened.set(fault, happened.get(fault)! + 1);
      if (fault === 'late') await sleep(below(LATE_MS_MAX));
      socket.end(damaged(fault, whole, below));
    } catch {
      socket.destroy();
    } finally {
      reply.detachSocket(socket);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  const proxy: FaultyProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    share: 0,
    happened,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return proxy;
}

function forward(nodeUrl: string, asked: IncomingMessage): Promise<Parts> {
  return new Promise((resolve, reject) => {
    const { method, headers, url } = asked;
    const passed = request(`${nodeUrl}${url}`, { method, headers, agent: false }, async (answer) => {
      try {
        const chunks: Buffer[] = [];
        for await (const chunk of answer) chunks.push(chunk);
        resolve({ head: headOf(answer), body: Buffer.concat(chunks) });
      } catch (error) {
        reject(error);
      }
    });
    passed.on('error', reject);
    asked.on('error', reject).pipe(passed);
  });
}

/** The head of the answer without what tells its length. */
function headOf({ statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  const lines = [`HTTP/1.1 ${statusCode} ${statusMessage}`];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!;
    if (!/^(content-length|transfer-encoding|connection|keep-alive)$/i.test(name))
      lines.push(`${name}: ${rawHeaders[index + 1]}`);
  }
  return lines.join('\r\n');
}

const packed = ({ head, body }: Parts) =>
  Buffer.concat([Buffer.from(`${head}\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n`), body]);

function send(socket: Socket, whole: Parts): void {
  socket.end(packed(whole));
}

function damaged(fault: Fault, whole: Parts, below: (end: number) => number): Buffer {
  const { head, body } = whole;
  const bytes = packed(whole);
  switch (fault) {
    case 'cut':
      return bytes.subarray(0, below(bytes.length));
    case 'shortened':
      return packed({ head, body: body.subarray(0, below(body.length)) });
    case 'emptied':
      return packed({ head, body: Buffer.alloc(0) });
    case 'garbled': {
      const place = below(bytes.length);
      bytes[place] = bytes[place]! ^ (1 << below(8));
      return bytes;
    }
    case 'failing': {
      const begun = body.subarray(0, below(body.length));
      return packed({
        head,
        body: Buffer.concat([begun, Buffer.from('Code: 241. DB::Exception: Memory limit exceeded')]),
      });
    }
    case 'foreign':
      return Buffer.from('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 15\r\n\r\n<p>Welcome!</p>');
    case 'late':
      return bytes;
  }
}
