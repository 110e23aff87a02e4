import { createServer, type RequestListener, type Server } from 'node:http';
import { type ConnectionLimit, limitConnections } from './connections.js';
import { inTurn, isOurTurn } from './in-turn.js';
import { limitSlowReaders, READING, type ReadingLimits } from './slow-readers.js';
import { closeUnusedConnections } from './unused.js';

/** A connection is closed when nothing is sent or read on it for this long during a request, in ms. */
export const CONNECTION_IDLE_MS_MAX = 60_000;
/** Time limit for the headers of a request, in ms. */
export const HEADERS_MS_MAX = 60_000;
/**
 * Idle time between two requests of a connection, in ms. Most proxies close after 60 s. They must close first, or they may
 * send a request on a connection that is being closed.
 */
export const KEEP_ALIVE_MS = 72_000;

/** The HTTP server with its limits for connections. Bodies have limits of their own. */
export function createBoundedServer(
  handle: RequestListener,
  connections: ConnectionLimit,
  reading: ReadingLimits = READING,
): Server {
  const server = createServer({
    keepAliveTimeout: KEEP_ALIVE_MS,
    headersTimeout: HEADERS_MS_MAX,
    requestTimeout: 0,
    // Refused later like any other request, so that it counts towards the rate limit.
    requireHostHeader: false,
  });
  limitConnections(server, connections);
  limitSlowReaders(server, reading);
  closeUnusedConnections(server);
  // Without listeners Node.js itself would answer a request with `Expect`, or ask for a body that may be refused.
  for (const event of ['request', 'checkContinue', 'checkExpectation'] as const) server.on(event, inTurn(handle));
  server.setTimeout(CONNECTION_IDLE_MS_MAX, (socket) => {
    // The server's own work does not count as the client's idleness.
    if (isOurTurn(socket)) socket.setTimeout(server.timeout);
    else socket.destroy();
  });
  return server;
}
