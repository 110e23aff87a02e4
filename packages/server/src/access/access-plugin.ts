import rateLimit from '@fastify/rate-limit';
import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import fp from 'fastify-plugin';
import { refuse } from '../http/errors.js';
import type { Live } from '../live/live.js';
import { roleIn } from '../model/accounts/account.js';
import { type Ability, CONSOLE_RATE_LIMIT, FILES_RATE_LIMIT, RATE_LIMIT_DEFAULT } from '../model/token.js';
import type { Store } from '../store/store.js';
import { windowOfAddress } from './address.js';
import { AuditLog } from './audit-log.js';
import { Authenticator } from './authenticator.js';
import type { Bearer } from './bearer.js';
import { consoleCookieOf } from './console/cookie.js';
import { isFromOwnPage, maySignInAt } from './console/own-page.js';
import { ConsoleSessions, type SignedIn } from './console/sessions.js';
import { signedInBearer } from './console/signed-in-bearer.js';
import { LastUsed } from './last-used.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who may do something in a project: the holder of a valid token, or an account. Null for anybody else. */
    bearer: Bearer | null;
    /** The console session of a request without a token; null without one. */
    signedIn: SignedIn | null;
  }
  interface FastifyInstance {
    audit: AuditLog;
    /** The open console sessions; null when the server has no console. */
    consoleSessions: ConsoleSessions | null;
    /** An `onRequest` hook: counts a request for a public file, and refuses it beyond the limit of its address. */
    countPublicFile: onRequestAsyncHookHandler;
    /**
     * Whether the token or console session of a request that came in is still valid for its route: an answer that takes
     * long asks now and then. Rejects with `StoreUnavailable`.
     */
    isStillWelcome(request: FastifyRequest): Promise<boolean>;
  }
  interface FastifyContextConfig {
    /** The ability that the route needs; `any`: every valid token or role. */
    ability?: Ability | 'any';
    /** Whether a request without any token comes in too. One that is sent must be valid and have the ability. */
    isTokenOptional?: boolean;
    /** The route shows reports: whoever has a share link may use it. */
    isShared?: boolean;
    /** The answer is a stream of events: `project` in the address may stand for the header that names the project. */
    isStream?: boolean;
    /**
     * The route is about accounts: it needs a console session (`owner`: of an owner of all projects; `project-owner`: of one of
     * the project that the request names), or, before there is one, a request of the console's own page.
     */
    account?: 'own-page' | 'any' | 'owner' | 'project-owner';
  }
}

export interface AccessOptions {
  readonly store: Store;
  /** Where requests are counted. */
  readonly windows: Live['windows'];
  readonly now: () => number;
  /** Whether people can sign in. */
  readonly hasConsole: boolean;
  /** Whether they can below a path of another site's host, too. */
  readonly consoleBehindPrefix: boolean;
}

/**
 * Access checks in the order of the contract: rate limit, token (401), ability (403); the body comes later. The token or
 * console session is looked up first only to choose the rate window: its own, or the address's.
 */
export const accessPlugin = fp<AccessOptions>(async (app, { store, windows, now, hasConsole, consoleBehindPrefix }) => {
  const authenticator = new Authenticator(store, now);
  const lastUsed = new LastUsed(store.tokens, (error) => app.log.warn({ err: error }, 'token use could not be saved'));
  app.addHook('onClose', () => lastUsed.stop());
  const sessions = hasConsole
    ? new ConsoleSessions(store, now, (error) => app.log.warn({ err: error }, 'session use could not be saved'))
    : null;

  app.decorateRequest('bearer', null);
  app.decorateRequest('signedIn', null);
  app.decorateRequest('foundAddress', null);
  const audit = new AuditLog(store, app.log);
  app.addHook('onClose', () => audit.stop());
  app.decorate('audit', audit);
  app.decorate('consoleSessions', sessions);
  app.decorate('signsInBelowPaths', consoleBehindPrefix);

  /** Without an `Authorization` header: a token that is not valid is refused, and no cookie takes its place. */
  const signIn = async (request: FastifyRequest): Promise<void> => {
    const cookie = request.routeOptions.config.isTokenOptional ? null : consoleCookieOf(request);
    request.signedIn = (cookie && (await sessions?.find(cookie))) || null;
    request.bearer = request.signedIn && (await signedInBearer(store, request, request.signedIn));
  };

  // With callbacks, because these two run for every request, and a promise for each would cost a tenth of a read.
  app.addHook('onRequest', (request, _reply, done) => {
    const { authorization, cookie } = request.headers;
    if (authorization === undefined) {
      if (cookie === undefined || sessions === null) return done();
      signIn(request).then(() => done(), done);
      return;
    }
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
    max: ({ bearer, signedIn }: FastifyRequest) =>
      signedIn ? CONSOLE_RATE_LIMIT : (bearer?.rateLimit ?? RATE_LIMIT_DEFAULT),
    keyGenerator: (request: FastifyRequest) => {
      const { bearer, signedIn } = request;
      if (signedIn) return `console ${signedIn.sessionId}`;
      if (bearer?.by.kind === 'share-link') return `${bearer.key} ${windowOfAddress(request)}`;
      return bearer?.key ?? windowOfAddress(request);
    },
    addHeaders: { 'x-ratelimit-reset': false },
    addHeadersOnExceeding: { 'x-ratelimit-reset': false },
    errorResponseBuilder: refuse.rateLimited,
  });

  app.decorate('countPublicFile', app.rateLimit({ max: FILES_RATE_LIMIT, keyGenerator: windowOfAddress }));

  app.decorate('isStillWelcome', async (request) => {
    const { authorization } = request.headers;
    const { ability } = request.routeOptions.config;
    if (authorization === undefined) await signIn(request);
    else request.bearer = authenticator.recall(authorization) ?? (await authenticator.authenticate(authorization));
    return request.bearer !== null && (ability === 'any' || request.bearer.abilities.includes(ability!));
  });

  // Not `onRequest`: there, the plugin above adds the rate limit after the hooks that a route already has.
  app.addHook('preParsing', (request, _reply, _payload, done) => {
    const { bearer, headers, routeOptions } = request;
    const { ability, isTokenOptional } = routeOptions.config;
    const refusal = accountRefusal(request);
    if (refusal) return done(refusal);
    if (ability === undefined || (isTokenOptional && headers.authorization === undefined)) return done();
    if (routeOptions.config.isForEveryProject && request.signedIn) return done();
    if (!bearer) return done(request.signedIn ? refuse.forbiddenProject() : refuse.unauthenticated());
    if (bearer.by.kind === 'share-link' && !routeOptions.config.isShared) return done(refuse.forbiddenShareLink());
    if (ability !== 'any' && !bearer.abilities.includes(ability)) {
      return done(request.signedIn ? refuse.forbiddenRole(ability) : refuse.forbidden(ability));
    }
    if (bearer.by.kind === 'token') lastUsed.note(bearer.by.id, now());
    done();
  });
});

/** Why a request may not use a route about accounts; null when it may, or for any other route. */
function accountRefusal(request: FastifyRequest): Error | null {
  const { signedIn, bearer, routeOptions } = request;
  const { account } = routeOptions.config;
  if (account === undefined) return null;
  if (account === 'own-page') {
    if (!isFromOwnPage(request)) return refuse.forbiddenPage();
    return maySignInAt(request) ? null : refuse.forbiddenBelowPath();
  }
  if (!signedIn) return bearer ? refuse.forbiddenToken() : refuse.unauthenticated();
  if (account === 'owner' && signedIn.account.roles.all !== 'owner') return refuse.forbiddenInstallation();
  if (account !== 'project-owner') return null;
  if (!bearer) return refuse.forbiddenProject();
  return roleIn(signedIn.account, bearer.project.id) === 'owner' ? null : refuse.forbiddenOwners();
}

/** Who the request is from, on a route that names an ability. Such a route is not reached by anybody else. */
export function bearerOf({ bearer }: FastifyRequest): Bearer {
  if (!bearer) throw new Error('only routes that name an ability have a bearer');
  return bearer;
}

/** The account of the request, on a route that needs one. Such a route is not reached without a console session. */
export function signedInOf({ signedIn }: FastifyRequest): SignedIn {
  if (!signedIn) throw new Error('only routes that need an account have one');
  return signedIn;
}
