import { once } from 'node:events';
import { type ClientRequest, createServer, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A proxy in front of a node that lets a test act around an insert, or before a query. */
export interface TappedProxy {
  readonly url: string;
  /** Called for each insert of rows into a table; `forward` resolves when the node has executed it. */
  aroundInsert: ((table: string, forward: () => Promise<void>) => Promise<void>) | null;
  /** Called with each query; it reaches the node when this resolves. */
  beforeQuery: ((sql: string) => Promise<void>) | null;
  stop(): Promise<void>;
}

/** Starts a proxy on a free port of 127.0.0.1. */
export async function startTappedProxy(nodeUrl: string): Promise<TappedProxy> {
  const server = createServer(async (asked, reply) => {
    const { method, headers, url = '' } = asked;
    const [, table] = /^INSERT INTO (\w+)/.exec(new URL(url, nodeUrl).searchParams.get('query') ?? '') ?? [];
    // A health check inserts no rows.
    const isTapped = table !== undefined && headers['content-length'] !== '0';
    try {
      const sent = await buffer(asked);
      if (table === undefined) await proxy.beforeQuery?.(sent.toString());
      let answer: Answer | null = null;
      const forward = async () => {
        answer = await answerTo(request(`${nodeUrl}${url}`, { method, headers, agent: false }), sent);
      };
      await (isTapped && proxy.aroundInsert ? proxy.aroundInsert(table, forward) : forward());
      const { status, headers: answered, body } = answer!;
      reply.writeHead(status, answered).end(body);
    } catch {
      reply.destroy();
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy: TappedProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    aroundInsert: null,
    beforeQuery: null,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return proxy;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

async function answerTo(passed: ClientRequest, sent: Buffer): Promise<Answer> {
  passed.end(sent);
  const [answer] = (await once(passed, 'response')) as [IncomingMessage];
  return { status: answer.statusCode!, headers: answer.headers, body: await buffer(answer) };
}
