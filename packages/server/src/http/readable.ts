import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isHost } from './connection/host.js';
import { refuse } from './errors.js';

/** Requests whose address cannot be decoded are routed here, so that they are counted and refused like others. */
const UNDECODABLE = '/undecodable-address';

/** For Fastify's `rewriteUrl`. */
export function decodableUrl({ url = '/' }: { readonly url?: string | undefined }): string {
  if (!url.includes('%')) return url;
  try {
    decodeURIComponent(url.split('?', 1)[0]!);
    return url;
  } catch {
    return UNDECODABLE;
  }
}

/** Refuses requests that HTTP forbids but that can be answered: after the rate limit and before the token. */
export function refuseUnreadable(app: FastifyInstance): void {
  app.addHook('preParsing', (request, _reply, _payload, done) => done(faultOf(request)));
}

function faultOf({ raw, url }: FastifyRequest): Error | undefined {
  if (url === UNDECODABLE) return refuse.malformedHttp(400, 'address_encoding');
  const hosts = hostsOf(raw);
  if (hosts.length > 1 || (hosts.length === 0 && raw.httpVersion !== '1.0'))
    return refuse.malformedHttp(400, 'one_host');
  if (hosts.length === 1 && !isHost(hosts[0]!)) return refuse.malformedHttp(400, 'host');
  const { expect } = raw.headers;
  return expect === undefined || CONTINUE.test(expect) ? undefined : refuse.malformedHttp(417, 'expectation');
}

/** If a header is repeated, Node.js returns the first. */
function hostsOf({ rawHeaders }: IncomingMessage): string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]!.toLowerCase() === 'host');
}

const CONTINUE = /^100-continue$/i;

/** Tells clients that sent `Expect: 100-continue` to send the body, once the request is not refused. */
export function askForBodies(app: FastifyInstance): void {
  app.addHook('preParsing', ({ raw }, reply, _payload, done) => {
    if (raw.headers.expect !== undefined) reply.raw.writeContinue();
    done();
  });
}

/** Closes the connection after an answer that was sent before the body was read, so that the rest is not read in vain. */
export function closeAfterRefusedBodies(app: FastifyInstance): void {
  app.addHook('onSend', ({ raw }: FastifyRequest, reply: FastifyReply, _payload, done) => {
    if (raw.complete === false && hasBody(raw)) reply.header('connection', 'close');
    done();
  });
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
