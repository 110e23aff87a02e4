import type { FastifyInstance, FastifyRequest } from 'fastify';
import { bearerOf } from '../access/access-plugin.js';
import { toRefusal } from '../http/error-handler.js';
import { refuse } from '../http/errors.js';
import type { Metrics } from '../operations/metrics.js';
import type { Store } from '../store/store.js';
import { fault, isRecord, shown } from '../validation/faults.js';
import { toolsOf } from './tools.js';

export interface McpOptions {
  readonly store: Store;
  readonly metrics: Metrics;
  readonly corsOrigins: readonly string[];
}

/**
 * `POST /mcp`: the tools, as the Model Context Protocol has them (streamable HTTP, without sessions). A message is a
 * request like any other: it takes a token and draws on its window; what a tool may do goes by the token's abilities.
 */
export function addMcpRoute(app: FastifyInstance, { store, metrics, corsOrigins }: McpOptions): void {
  const tools = toolsOf(store);
  app.post('/mcp', {
    config: { ability: 'any' },
    schema: { hide: true },
    handler: async (request, reply) => {
      requireOrigin(request, corsOrigins);
      const message = messageOf(request.body);
      // The library takes a while to load, which a server that nobody asks this way is spared.
      const { answerMessage } = await import('./server.js');
      const caller = {
        bearer: bearerOf(request),
        tools,
        refused: (error: unknown) => toRefusal(error as Error, request, metrics).body,
      };
      const answer = await answerMessage(caller, asWebRequest(request), message);
      return reply
        .code(answer.status)
        .headers(Object.fromEntries(answer.headers))
        .send(await answer.text());
    },
  });
}

/** The protocol asks for this, against pages that a browser was led to under a wrong name. */
function requireOrigin({ headers: { origin } }: FastifyRequest, allowed: readonly string[]): void {
  if (origin !== undefined && !allowed.includes(origin)) throw refuse.forbiddenMcpOrigin(origin);
}

/** Older clients send lists; each of its messages would have to draw on the token's window. */
function messageOf(body: unknown): unknown {
  if (isRecord(body)) return body;
  const found = { expected: 'one JSON-RPC message, an object', value: shown(body) };
  throw refuse.invalid([fault('body', 'wrong_body', found)]);
}

/** As the library takes it. It reads the headers; the body is handed to it apart. */
function asWebRequest({ headers }: FastifyRequest): Request {
  const texts = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  return new Request('http://goalpost.invalid/mcp', { method: 'POST', headers: texts });
}
