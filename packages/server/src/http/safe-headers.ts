import type { FastifyInstance } from 'fastify';

/** Headers of every answer unless its route sets others: browsers must not guess its type, and nobody may cache it. */
export function addSafeHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', (_request, reply, done) => {
    reply.header('x-content-type-options', 'nosniff').header('cache-control', 'no-store');
    done();
  });
}
