import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Of all clients together: each takes a file descriptor, which the stores need as well, and some 20 kB. */
export const CONNECTIONS_MAX = 10_000;

export interface ConnectionLimit {
  /** At most so many connections of one client at a time. */
  readonly perClient: number;
  /** Who is at the other end, as far as connections are counted; null for those who may have any number. */
  clientOf(socket: Socket): string | null;
  /** Called for each connection that is closed because its client, or all together, have too many. */
  onRefused(): void;
}

/**
 * Closes connections of clients that have too many, so that a few slow clients do not keep all others out, and those
 * beyond `CONNECTIONS_MAX`.
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
