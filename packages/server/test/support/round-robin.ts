import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** Longer than any test is between two requests. */
const KEEP_ALIVE_MS = 600_000;

/** A proxy that sends each request to the next of the servers, whoever it comes from. Gives its URL; it ends with the test. */
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
  // Clients share its process. When that gets no processor for some seconds, a proxy that closes idle connections after
  // Node.js's 5 s does so to one on which a client has just sent its next request.
  proxy.keepAliveTimeout = KEEP_ALIVE_MS;
  await once(proxy, 'listening');
  onTestFinished(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
}
