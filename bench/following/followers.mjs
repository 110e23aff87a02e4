import { connect } from 'node:net';

const LIVE = '/api/services/analytics/v1/live';

/**
 * Opens a stream of `GET live` with each of the tokens, and reads all of them until `stop` is called. `stop` returns the
 * bytes that arrived.
 */
export async function openFollowers(url, bearerTokens) {
  const { hostname, port } = new URL(url);
  let bytes = 0;
  const open = (bearerToken) =>
    new Promise((resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(port) });
      socket.once('error', reject);
      socket.once('close', () => reject(new Error('a stream ended')));
      socket.once('data', (head) => {
        if (head.toString().startsWith('HTTP/1.1 200 ')) resolve(socket);
        else reject(new Error(head.toString()));
      });
      socket.on('data', (chunk) => {
        bytes += chunk.length;
      });
      socket.write(`GET ${LIVE} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${bearerToken}\r\n\r\n`);
    });
  const sockets = [];
  for (const bearerToken of bearerTokens) sockets.push(await open(bearerToken));
  return {
    stop: () => {
      for (const socket of sockets) socket.destroy();
      return bytes;
    },
  };
}
