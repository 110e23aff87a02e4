import rateLimit from '@fastify/rate-limit';
import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import fp from 'fastify-plugin';
import { refuse } from '../http/errors.js';
import type { Live } from '../live/live.js';
import { type Ability, FILES_RATE_LIMIT, RATE_LIMIT_DEFAULT } from '../model/token.js';
import type { Store } from '../store/store.js';
import { windowOfAddress } from './address.js';
import { Authenticator, type Bearer } from './authenticator.js';
import { LastUsed } from './last-used.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The holder of the request's valid token; null without one. */
    bearer: Bearer | null;
  }
  interface FastifyInstance {
    /** An `onRequest` hook: counts a request for a public file, and refuses it beyond the limit of its address. */
    countPublicFile: onRequestAsyncHookHandler;
    /**
     * Whether the token of a request that came in is still valid: an answer that takes long asks now and then. Rejects with
     * `StoreUnavailable`.
     */
    isStillWelcome(request: FastifyRequest): Promise<boolean>;
  }
  interface FastifyContextConfig {
    /** The ability that the route's token needs; `any`: every valid token. Routes without it are public. */
    ability?: Ability | 'any';
    /** Whether a request without any token comes in too. One that is sent must be valid and have the ability. */
    isTokenOptional?: boolean;
  }
}

export interface AccessOptions {
  readonly store: Store;
  /** Where requests are counted. */
  readonly windows: Live['windows'];
  readonly now: () => number;
}

/**
 * Access checks in the order of the contract: rate limit, token (401), ability (403); the body comes later. The token is
 * looked up first only to choose the rate window: the token's own, or the address's.
 */
export const accessPlugin = fp<AccessOptions>(async (app, { store, windows, now }) => {
  const authenticator = new Authenticator(store, now);
  const lastUsed = new LastUsed(store.tokens, (error) => app.log.warn({ err: error }, 'token use could not be saved'));
  app.addHook('onClose', () => lastUsed.stop());

  app.decorateRequest('bearer', null);
  app.decorateRequest('foundAddress', null);
  // With callbacks, because these two run for every request, and a promise for each would cost a tenth of a read.
  app.addHook('onRequest', (request, _reply, done) => {
    const { authorization } = request.headers;
    if (authorization === undefined) return done();
    request.bearer = authenticator.recall(authorization);
    if (request.bearer) return done();
    authenticator.authenticate(authorization).then((bearer) => {
      request.bearer = bearer;
      done();
    }, done);
  });

  await app.register(rateLimit, {
    ...windows,
    global: true,
    timeWindow: 60_000,
    max: ({ bearer }: FastifyRequest) => bearer?.token.rateLimit ?? RATE_LIMIT_DEFAULT,
    keyGenerator: (request: FastifyRequest) =>
      request.bearer ? `token ${request.bearer.token.id}` : windowOfAddress(request),
    addHeaders: { 'x-ratelimit-reset': false },
    addHeadersOnExceeding: { 'x-ratelimit-reset': false },
    errorResponseBuilder: refuse.rateLimited,
  });

  app.decorate('countPublicFile', app.rateLimit({ max: FILES_RATE_LIMIT, keyGenerator: windowOfAddress }));

  app.decorate('isStillWelcome', async ({ headers: { authorization = '' } }) => {
    const bearer = authenticator.recall(authorization) ?? (await authenticator.authenticate(authorization));
    return bearer !== null;
  });

  // Not `onRequest`: there, the plugin above adds the rate limit after the hooks that a route already has.
  app.addHook('preParsing', ({ bearer, headers, routeOptions }, _reply, _payload, done) => {
    const { ability, isTokenOptional } = routeOptions.config;
    if (ability === undefined || (isTokenOptional && headers.authorization === undefined)) return done();
    if (!bearer) return done(refuse.unauthenticated());
    if (ability !== 'any' && !bearer.token.abilities.includes(ability)) return done(refuse.forbidden(ability));
    lastUsed.note(bearer.token.id, now());
    done();
  });
});

/** The holder of the request's token, on a route that names an ability. Such a route is not reached without a token. */
export function bearerOf({ bearer }: FastifyRequest): Bearer {
  if (!bearer) throw new Error('only routes that name an ability have a bearer');
  return bearer;
}
