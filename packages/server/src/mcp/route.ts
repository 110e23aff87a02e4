import type { FastifyInstance, FastifyRequest } from 'fastify';
import { bearerOf } from '../access/access-plugin.js';
import { untilClosed } from '../http/connection/until-closed.js';
import { refuse } from '../http/errors.js';
import { toRefusal } from '../http/refusals/error-handler.js';
import type { Metrics } from '../operations/metrics.js';
import type { Reporting } from '../reports/answer.js';
import type { Store } from '../store/store.js';
import { fault, isRecord, shown } from '../validation/faults.js';
import { toolsOf } from './tools.js';

export interface McpOptions {
  readonly store: Store;
  readonly metrics: Metrics;
  readonly reporting: Reporting;
  readonly corsOrigins: readonly string[];
}

/**
 * `POST /mcp`: the tools of the Model Context Protocol (streamable HTTP, without sessions). A message is handled like any
 * other request: it needs a token and counts in that token's rate-limit window. The token's abilities decide which tools
 * it may use.
 */
export function addMcpRoute(app: FastifyInstance, { store, metrics, reporting, corsOrigins }: McpOptions): void {
  const tools = toolsOf(store, reporting);
  app.post('/mcp', {
    config: { ability: 'any' },
    schema: { hide: true },
    handler: async (request, reply) => {
      requireOrigin(request, corsOrigins);
      const message = messageOf(request.body);
      // Loaded on demand, because the library loads slowly and many servers never use it.
      const { answerMessage } = await import('./server.js');
      const caller = {
        bearer: bearerOf(request),
        tools,
        signal: untilClosed(reply),
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

/** The protocol requires this as a defence against DNS rebinding. */
function requireOrigin({ headers: { origin } }: FastifyRequest, allowed: readonly string[]): void {
  if (origin !== undefined && !allowed.includes(origin)) throw refuse.forbiddenMcpOrigin(origin);
}

/** Refuses the lists that older clients send, because each message in one would have to count in the token's window. */
function messageOf(body: unknown): unknown {
  if (isRecord(body)) return body;
  const found = { expected: 'one JSON-RPC message, an object', value: shown(body) };
  throw refuse.invalid([fault('body', 'wrong_body', found)]);
}

/** The request in the form that the library reads. It needs the headers only; the body is passed separately. */
function asWebRequest({ headers }: FastifyRequest): Request {
  const texts = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  return new Request('http://goalpost.invalid/mcp', { method: 'POST', headers: texts });
}
