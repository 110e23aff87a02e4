import type { FastifyRequest } from 'fastify';
import { refuse } from '../../http/errors.js';
import type { Account } from '../../model/accounts/account.js';
import { fault } from '../../validation/faults.js';
import { changeAccount } from '../account-store.js';
import { isKnownTo } from '../guesses.js';
import type { SignInOptions } from '../sign-in.js';
import { contextOf } from './second-factors.js';
import { type Outcome, tried } from './tried-code.js';

const FAULTS = { wrong: 'code_wrong', unreadable: 'code_unreadable', exhausted: 'code_exhausted' } as const;

/**
 * Uses up a code of the account's second factor, if it has one. Throws a 422 for the field `code` when it is missing, wrong or
 * used. Call it once the password or a link is right, and the try is counted. Returns the account as it is afterwards.
 */
export async function requireCode(
  { store, secretKey, now }: Pick<SignInOptions, 'store' | 'secretKey' | 'now'>,
  request: FastifyRequest,
  account: Account,
  code: string | null | undefined,
): Promise<Account> {
  if (!account.secondFactor) return account;
  if (!code?.trim()) throw refuse.invalid([fault('code', 'code_required')]);
  const attempt = {
    code,
    open: (sealed: string) => secretKey?.open(sealed, contextOf(account)) ?? null,
    isKnown: isKnownTo(request, account),
    now: now(),
  };
  let outcome: Outcome = 'wrong';
  const after = await changeAccount(store, account.email, (current) => {
    // Somebody else has just changed the password or the factor.
    if (current.generation !== account.generation || !current.secondFactor) {
      outcome = 'wrong';
      return null;
    }
    const result = tried(current.secondFactor, attempt);
    outcome = result.outcome;
    return result.factor === current.secondFactor ? null : { ...current, secondFactor: result.factor };
  });
  return requireRight(request, after, outcome);
}

function requireRight(request: FastifyRequest, account: Account | null, outcome: Outcome): Account {
  if (account && outcome === 'right') return account;
  request.log.warn({ account: account?.id, outcome }, 'refused the code of a second factor');
  throw refuse.invalid([fault('code', FAULTS[outcome === 'right' ? 'wrong' : outcome])]);
}
