import type { FastifyInstance } from 'fastify';

/** What holds for every answer unless its route says otherwise: it is what it says it is, and nobody keeps it. */
export function addSafeHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', (_request, reply, done) => {
    reply.header('x-content-type-options', 'nosniff').header('cache-control', 'no-store');
    done();
  });
}
