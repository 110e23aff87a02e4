import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** Longer than any pause between two requests of a test. */
const KEEP_ALIVE_MS = 600_000;

/** Starts a proxy that sends each request to the next server, and returns its URL. It ends with the test. */
export async function roundRobin(servers: readonly { readonly url: string }[]): Promise<string> {
  let next = 0;
  const proxy: Server = createServer((incoming, outgoing) => {
    const { url } = servers[next++ % servers.length]!;
    const { method, headers } = incoming;
    const forwarded = { ...headers, 'x-forwarded-for': incoming.socket.remoteAddress };
    const onward = request(new URL(incoming.url!, url), { method, headers: forwarded }, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(outgoing);
    });
    onward.once('error', () => outgoing.destroy());
    incoming.pipe(onward);
  }).listen(0, '127.0.0.1');
  // Node.js closes idle connections after 5 s by default. Clients share the proxy's process; if that gets no CPU for
  // some seconds, the proxy would close a connection on which a client has just sent its next request.
  proxy.keepAliveTimeout = KEEP_ALIVE_MS;
  await once(proxy, 'listening');
  onTestFinished(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
}
