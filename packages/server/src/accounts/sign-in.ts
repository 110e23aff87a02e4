import type { FastifyReply, FastifyRequest } from 'fastify';
import { cookieWith } from '../access/console/cookie.js';
import type { ConsoleSessions } from '../access/console/sessions.js';
import type { Account } from '../model/accounts/account.js';
import type { Store } from '../store/store.js';
import { presentMe } from './me.js';
import type { Passwords } from './password.js';

export interface SignInOptions {
  readonly store: Store;
  readonly sessions: ConsoleSessions;
  readonly passwords: Passwords;
  readonly now: () => number;
}

/** Opens a console session in place of the one that the browser has, and answers who is signed in. */
export async function signIn(
  { store, sessions }: SignInOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  account: Account,
): Promise<object> {
  if (request.signedIn) await sessions.end(request.signedIn.sessionId);
  reply.header('set-cookie', cookieWith(request, await sessions.open(account)));
  request.log.info({ account: account.id }, 'signed in');
  return { error: false, data: await presentMe(store, account) };
}
