import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { windowOfAddress } from '../access/address.js';
import { refuse } from '../http/errors.js';
import { type Account, accountKey } from '../model/accounts/account.js';

const MINUTE_MS = 60_000;

/**
 * Tries to sign in within a window. After a few, the next have to wait for a minute; after more, for a quarter of an hour. Nobody has to
 * wait longer.
 */
export const GUESSES = [
  { windowMs: MINUTE_MS, ofAccount: 5, ofAddress: 10 },
  { windowMs: 15 * MINUTE_MS, ofAccount: 10, ofAddress: 50 },
] as const;

/** The name of the cookie of a browser in which an account was signed in before. */
export const KNOWN_COOKIE = 'goalpost-known';
/** Browsers keep no cookie longer, in seconds. */
const KNOWN_SECONDS = 400 * 86_400;

type Subject = (request: FastifyRequest) => string;

/**
 * Counts the tries to guess the password or the code of an account, whether it exists or not. Strangers share the windows of an account, so
 * that many addresses gain nothing. A browser in which the account was signed in before has windows of its own: strangers
 * cannot keep its person out.
 */
export class Guesses {
  readonly #ofStrangers: (request: FastifyRequest) => Promise<number>;
  readonly #ofKnown: (request: FastifyRequest) => Promise<number>;
  readonly #subjects = new WeakMap<FastifyRequest, string>();

  constructor(app: FastifyInstance) {
    const ofAccount: Subject = (request) => this.#subjects.get(request)!;
    const limiter = (name: string, windowMs: number, max: number, subject: Subject) =>
      app.createRateLimit({
        max,
        timeWindow: windowMs,
        keyGenerator: (request: FastifyRequest) => `${name} ${windowMs} ${subject(request)}`,
      });
    const known = GUESSES.map(({ windowMs, ofAccount: max }) => limiter('known', windowMs, max, ofAccount));
    const strangers = GUESSES.flatMap(({ windowMs, ofAccount: max, ofAddress }) => [
      limiter('guess', windowMs, max, ofAccount),
      limiter('guesser', windowMs, ofAddress, windowOfAddress),
    ]);
    this.#ofKnown = secondsToWait(known);
    this.#ofStrangers = secondsToWait(strangers);
  }

  /** Counts a try. Throws a 429 when there were too many. `account` is that of the address, if there is one. */
  async count(request: FastifyRequest, email: string, account: Account | null): Promise<void> {
    this.#subjects.set(request, accountKey(email));
    const isKnown = account !== null && isKnownTo(request, account);
    const seconds = await (isKnown ? this.#ofKnown(request) : this.#ofStrangers(request));
    if (seconds > 0) throw refuse.guessesWaiting(seconds);
  }
}

type Limiter = ReturnType<FastifyInstance['createRateLimit']>;

/** Counts a request in every window, and returns how long the last of those that are full still is; 0 if none is. */
function secondsToWait(limiters: readonly Limiter[]): (request: FastifyRequest) => Promise<number> {
  return async (request) => {
    let seconds = 0;
    for (const limit of limiters) {
      const counted = await limit(request);
      if (!counted.isAllowed && counted.isExceeded) seconds = Math.max(seconds, counted.ttlInSeconds);
    }
    return seconds;
  };
}

/** The value for `Set-Cookie` that makes a browser known to an account, until its password changes. */
export function knownCookie(account: Account, isSecure: boolean): string {
  const secure = isSecure ? '; Secure' : '';
  return `${KNOWN_COOKIE}=${proofOf(account)}; Path=/; Max-Age=${KNOWN_SECONDS}; HttpOnly; SameSite=Strict${secure}`;
}

/** Whether the account was signed in before in the browser of this request. */
export function isKnownTo({ headers: { cookie = '' } }: FastifyRequest, account: Account): boolean {
  const right = Buffer.from(proofOf(account));
  return cookie.split(/; ?/).some((pair) => {
    const [name, value = ''] = pair.split('=');
    const given = Buffer.from(value);
    return name === KNOWN_COOKIE && given.length === right.length && timingSafeEqual(given, right);
  });
}

/** Nobody but this server knows the hash of the password. */
function proofOf({ id, passwordHash, generation }: Account): string {
  return createHmac('sha256', `${passwordHash}`).update(`known ${id} ${generation}`).digest('base64url');
}
