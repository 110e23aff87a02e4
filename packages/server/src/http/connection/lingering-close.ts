import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** Bytes of a refused body that are still read. */
export const LINGER_BYTES_MAX = 1_048_576;
export const LINGER_MS_MAX = 5000;

/**
 * Closes a connection whose last answer has been given while the body of its request is still coming in. The client may
 * not have read the answer yet, and would lose it if the connection were reset; so a little more is read and dropped,
 * until the body ends, the client hangs up, or a limit is reached.
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
