import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Limit for all clients together. A connection takes a file descriptor, which the stores need too, and about 20 kB. */
export const CONNECTIONS_MAX = 10_000;

export interface ConnectionLimit {
  /** The most connections of one client at a time. */
  readonly perClient: number;
  /** The client that a connection counts for; null for one with no limit. */
  clientOf(socket: Socket): string | null;
  /** Called for each connection that is closed because of a limit. */
  onRefused(): void;
}

/**
 * Closes new connections of clients that have too many, so that a few slow clients do not keep the others out, and all new
 * connections beyond `CONNECTIONS_MAX`.
 */
export function limitConnections(server: Server, { perClient, clientOf, onRefused }: ConnectionLimit): void {
  server.maxConnections = CONNECTIONS_MAX;
  server.on('drop', onRefused);
  const open = new Map<string, number>();
  server.on('connection', (socket) => {
    const client = clientOf(socket);
    if (client === null) return;
    const others = open.get(client) ?? 0;
    if (others >= perClient) {
      onRefused();
      socket.destroy();
      return;
    }
    open.set(client, others + 1);
    socket.once('close', () => {
      const left = open.get(client)! - 1;
      if (left === 0) open.delete(client);
      else open.set(client, left);
    });
  });
}
