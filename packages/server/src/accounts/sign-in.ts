import type { FastifyReply, FastifyRequest } from 'fastify';
import { cookieWith, isSecure } from '../access/console/cookie.js';
import type { ConsoleSessions } from '../access/console/sessions.js';
import type { Passwords } from '../access/password.js';
import type { SecretKey } from '../access/secret-key.js';
import { clientOf } from '../collect/client/client-of.js';
import { refuse } from '../http/errors.js';
import type { Account } from '../model/accounts/account.js';
import type { Store } from '../store/store.js';
import { fault } from '../validation/faults.js';
import { findAccount } from './account-store.js';
import { type Guesses, isKnownTo, knownCookie } from './guesses.js';
import { presentMe } from './me.js';

export interface SignInOptions {
  readonly store: Store;
  readonly sessions: ConsoleSessions;
  readonly passwords: Passwords;
  readonly guesses: Guesses;
  /** Opens second factors; null when the operator has given none. */
  readonly secretKey: SecretKey | null;
  readonly now: () => number;
}

/**
 * The account with this password. Throws a 422 for the field `field` when there is none, and a 429 after too many tries; both take
 * the same time and say the same, whether there is an account or not.
 */
export async function authenticate(
  { store, passwords, guesses }: SignInOptions,
  request: FastifyRequest,
  { email, password, field }: { readonly email: string; readonly password: string; readonly field: string },
): Promise<Account> {
  const account = await findAccount(store, email);
  const isKnown = account !== null && isKnownTo(request, account);
  passwords.requireRoom(isKnown);
  await guesses.count(request, email, account);
  const isRight = await passwords.isRight(password, account?.passwordHash ?? null, isKnown);
  if (!account || !isRight) throw refuse.invalid([fault(field, 'wrong_password')]);
  return account;
}

/** Opens a console session in place of the one that the browser has. */
export async function openSession(
  { sessions }: Pick<SignInOptions, 'sessions'>,
  request: FastifyRequest,
  reply: FastifyReply,
  account: Account,
): Promise<void> {
  if (request.signedIn) await sessions.end(request.signedIn.sessionId);
  const client = clientOf({ userAgent: request.headers['user-agent'] ?? null });
  const cookies = [cookieWith(request, await sessions.open(account, client)), knownCookie(account, isSecure(request))];
  reply.header('set-cookie', cookies);
  request.log.info({ account: account.id }, 'signed in');
}

/** Opens a console session, and answers who is signed in. */
export async function signIn(
  options: Pick<SignInOptions, 'store' | 'sessions'>,
  request: FastifyRequest,
  reply: FastifyReply,
  account: Account,
): Promise<object> {
  await openSession(options, request, reply, account);
  return { error: false, data: await presentMe(options.store, account) };
}
