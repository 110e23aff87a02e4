import { METHODS } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { refuse } from '../errors.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route only says that nothing is at the address, or nothing for the method. */
    isUnknown?: boolean;
  }
}

/**
 * Records the routes added from now on. Call the returned function after the last of them: it adds routes that refuse
 * everything else, with 405 where only the method is wrong and 404 elsewhere. As routes, they count towards rate limits
 * and answer before a body is read.
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
    // The CORS plugin already has a route for OPTIONS of every address, and passes on what it does not answer.
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
    config: { isUnknown: true },
    schema: { hide: true },
    preParsing: async () => {
      throw refusal();
    },
    handler: () => {
      throw new Error('unreachable: preParsing has refused the request');
    },
  });
}
