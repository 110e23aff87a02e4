import { METHODS } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { refuse } from './errors.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** There is nothing at the address, or not for the method. */
    isOther?: boolean;
  }
}

/**
 * Notes the routes that are added from now on; the function it gives back, called after the last of them, adds the
 * answers to everything else: 405 where only the method is wrong, 404 elsewhere. They are routes themselves, so that
 * rate limits hold for them too, and answer before a body is read.
 */
export function watchRoutes(app: FastifyInstance): () => void {
  for (const method of METHODS) if (!app.supportedMethods.includes(method)) app.addHttpMethod(method);
  const methodsOf = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const methods = methodsOf.get(url) ?? new Set();
    for (const one of [method].flat()) methods.add(one);
    methodsOf.set(url, methods);
  });
  return () => {
    for (const [url, methods] of [...methodsOf]) {
      const allowed = METHODS.filter((method) => methods.has(method));
      const others = METHODS.filter((method) => !methods.has(method));
      answerWith(app, others, url, () => refuse.methodNotAllowed(allowed));
    }
    // The CORS plugin takes OPTIONS of every address for itself, and passes on what it does not answer.
    const others = METHODS.filter((method) => !app.hasRoute({ method, url: '/*' }));
    answerWith(app, others, '/*', () => refuse.notFound('no_address'));
    app.setNotFoundHandler(() => {
      throw refuse.notFound('no_address');
    });
  };
}

function answerWith(app: FastifyInstance, method: readonly string[], url: string, refusal: () => Error): void {
  app.route({
    method: [...method],
    url,
    config: { isOther: true },
    schema: { hide: true },
    preParsing: async () => {
      throw refusal();
    },
    handler: () => {
      throw new Error('preParsing has answered already');
    },
  });
}
