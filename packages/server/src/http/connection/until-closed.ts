import type { FastifyReply } from 'fastify';

/** Aborts when the client closes the connection before it has the whole answer. */
export function untilClosed({ raw }: FastifyReply): AbortSignal {
  const closing = new AbortController();
  raw.once('close', () => closing.abort(new Error('the client closed the connection')));
  return closing.signal;
}
