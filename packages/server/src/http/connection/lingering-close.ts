import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** Bytes of a refused body that are read before the connection is closed. */
export const LINGER_BYTES_MAX = 1_048_576;
export const LINGER_MS_MAX = 5000;

/**
 * Closes a connection whose last answer was sent while the request's body is still arriving. A reset could make the client
 * lose the answer, so a little more is read and dropped until the body ends, the client hangs up, or a limit is reached.
 */
export function closeLingering(socket: Socket, request: IncomingMessage): void {
  const readBefore = socket.bytesRead;
  const close = () => void socket.destroy();
  const timer = setTimeout(close, LINGER_MS_MAX);
  socket.once('close', () => clearTimeout(timer));
  socket.on('data', () => {
    if (socket.bytesRead - readBefore > LINGER_BYTES_MAX) close();
  });
  request.once('end', close);
  request.resume();
  socket.end();
}
