import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** How slowly a client may read an answer that waits for it. */
export interface ReadingLimits {
  /** Before the rate counts, in ms. */
  readonly graceMs: number;
  readonly bytesPerSecondMin: number;
  /** How often connections are looked at, in ms. */
  readonly lookEveryMs: number;
}

export const READING: ReadingLimits = { graceMs: 60_000, bytesPerSecondMin: 1024, lookEveryMs: 5000 };

/**
 * Closes connections whose clients read too slowly, and would keep an answer, and what it is made of, for as long as they
 * like. The time counts while an answer waits for its client, until the client has caught up; so the server's own work is
 * never counted.
 */
export function limitSlowReaders(server: Server, { graceMs, bytesPerSecondMin, lookEveryMs }: ReadingLimits): void {
  const readings = new Map<Socket, Reading>();
  server.on('connection', (socket) => {
    readings.set(socket, { waitedMs: 0, bytesBefore: 0 });
    socket.once('close', () => readings.delete(socket));
  });
  const look = (reading: Reading, socket: Socket) => {
    if (socket.writableLength === 0) {
      reading.waitedMs = 0;
      reading.bytesBefore = socket.bytesWritten;
      return;
    }
    reading.waitedMs += lookEveryMs;
    // Bytes that still wait are among them, but more are only made when most of these have been read.
    const bytes = socket.bytesWritten - reading.bytesBefore;
    if (reading.waitedMs > graceMs + (bytes / bytesPerSecondMin) * 1000) socket.destroy();
  };
  const timer = setInterval(() => readings.forEach(look), lookEveryMs).unref();
  server.once('close', () => clearInterval(timer));
}

interface Reading {
  /** How long the client has not caught up. */
  waitedMs: number;
  /** What had been written when it last had. */
  bytesBefore: number;
}
