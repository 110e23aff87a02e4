import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** The minimum rate at which clients must read answers. */
export interface ReadingLimits {
  /** Time before the rate applies, in ms. */
  readonly graceMs: number;
  readonly bytesPerSecondMin: number;
  /** How often connections are checked, in ms. */
  readonly lookEveryMs: number;
}

export const READING: ReadingLimits = { graceMs: 60_000, bytesPerSecondMin: 1024, lookEveryMs: 5000 };

/**
 * Closes connections whose clients read too slowly, because each holds an answer in memory. Time counts only while an answer
 * waits for its client, so the server's own work never counts.
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
    // This includes bytes that still wait, but no more are produced until the client has read most of them.
    const bytes = socket.bytesWritten - reading.bytesBefore;
    if (reading.waitedMs > graceMs + (bytes / bytesPerSecondMin) * 1000) socket.destroy();
  };
  const timer = setInterval(() => readings.forEach(look), lookEveryMs).unref();
  server.once('close', () => clearInterval(timer));
}

interface Reading {
  /** How long an answer has been waiting for the client, in ms. */
  waitedMs: number;
  /** Bytes written to the socket when no answer last waited. */
  bytesBefore: number;
}
