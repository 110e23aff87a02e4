import { createServer, type RequestListener, type Server } from 'node:http';
import { type ConnectionLimit, limitConnections } from './connections.js';
import { inTurn, isOurTurn } from './in-turn.js';
import { limitSlowReaders, READING, type ReadingLimits } from './slow-readers.js';

/** A connection is closed when its client neither sends what it began nor reads what it asked for, for this long. */
export const CONNECTION_IDLE_MS_MAX = 60_000;
/** For the headers of a request. */
export const HEADERS_MS_MAX = 60_000;
/**
 * Between two requests of a connection. Proxies must close first, after 60 s as most do, or they may send a request on a
 * connection that is being closed.
 */
export const KEEP_ALIVE_MS = 72_000;

/** The HTTP server, with the bounds that hold for each connection whatever is asked on it. Bodies have bounds of their own. */
export function createBoundedServer(
  handle: RequestListener,
  connections: ConnectionLimit,
  reading: ReadingLimits = READING,
): Server {
  const server = createServer({
    keepAliveTimeout: KEEP_ALIVE_MS,
    headersTimeout: HEADERS_MS_MAX,
    requestTimeout: 0,
    // A request without a Host is refused like any other, within the limits of its sender.
    requireHostHeader: false,
  });
  limitConnections(server, connections);
  limitSlowReaders(server, reading);
  // Without listeners Node.js itself would answer a request with `Expect`, or ask for a body that may be refused.
  for (const event of ['request', 'checkContinue', 'checkExpectation'] as const) server.on(event, inTurn(handle));
  server.setTimeout(CONNECTION_IDLE_MS_MAX, (socket) => {
    // Our own work is not idleness of the client.
    if (isOurTurn(socket)) socket.setTimeout(server.timeout);
    else socket.destroy();
  });
  return server;
}
