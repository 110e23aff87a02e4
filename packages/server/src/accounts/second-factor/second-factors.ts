import type { SecretKey } from '../../access/secret-key.js';
import type { Account } from '../../model/accounts/account.js';
import { newUlid } from '../../model/ulid.js';
import type { Store } from '../../store/store.js';
import { changeAccount, listAccounts } from '../account-store.js';
import { stepOf, TOTP_CODE } from './totp.js';

/** How long a second factor can be confirmed after it was started, in ms. */
export const CONFIRM_WITHIN_MS = 15 * 60_000;

type Documents = Pick<Store, 'documents'>;

/** Whose secret it is, for the seal: it is of no use in the record of another account. */
export function contextOf({ id }: Pick<Account, 'id'>): string {
  return `second factor of ${id}`;
}

/** Stores the secret of an app, which does not count until it is confirmed. False when the account has a factor, or is gone. */
export async function startSecondFactor(
  store: Documents,
  { account, secret, secretKey }: { readonly account: Account; readonly secret: Buffer; readonly secretKey: SecretKey },
  now: number,
): Promise<boolean> {
  const startedFactor = { sealed: secretKey.seal(secret, contextOf(account)), expiresAt: now + CONFIRM_WITHIN_MS };
  const started = await changeAccount(store, account.email, (current) =>
    current.secondFactor ? null : { ...current, startedFactor },
  );
  return started?.startedFactor?.sealed === startedFactor.sealed;
}

/**
 * Makes the started factor count, if `code` is one of its app. Ends all console sessions and links of the account. `void`: there
 * is none, or too much time has passed.
 */
export async function confirmSecondFactor(
  store: Documents,
  account: Account,
  given: { readonly code: string; readonly recoveryHashes: readonly string[]; readonly secretKey: SecretKey | null },
  now: number,
): Promise<Account | 'wrong' | 'void'> {
  const { recoveryHashes, secretKey } = given;
  const code = given.code.replace(/\s/g, '');
  let refused: 'wrong' | 'void' | null = 'void';
  const confirmed = await changeAccount(store, account.email, (current) => {
    refused = 'void';
    const { startedFactor: started } = current;
    const secret = started && secretKey?.open(started.sealed, contextOf(current));
    if (!secret || started.expiresAt <= now) return null;
    const lastStep = TOTP_CODE.test(code) ? stepOf(secret, code, now, 0) : null;
    refused = lastStep === null ? 'wrong' : null;
    if (lastStep === null) return null;
    const secondFactor = { sealed: started.sealed, lastStep, recoveryHashes, wrongCodes: 0 };
    return { ...current, secondFactor, startedFactor: undefined, generation: newUlid() };
  });
  return refused ?? confirmed ?? 'void';
}

/** Replaces the recovery codes. Ends all console sessions and links of the account. Null when there is no such account. */
export function renewRecoveryCodes(
  store: Documents,
  { email }: Account,
  recoveryHashes: readonly string[],
): Promise<Account | null> {
  return changeAccount(store, email, (current) =>
    current.secondFactor
      ? { ...current, secondFactor: { ...current.secondFactor, recoveryHashes }, generation: newUlid() }
      : null,
  );
}

/** Ends all console sessions and links of the account, too, if it had a factor. Null when there is no such account. */
export function removeSecondFactor(store: Documents, { email }: Pick<Account, 'email'>): Promise<Account | null> {
  return changeAccount(store, email, (current) =>
    current.secondFactor
      ? { ...current, secondFactor: undefined, startedFactor: undefined, generation: newUlid() }
      : null,
  );
}

/** How many accounts have a second factor that this key does not open: it is lost, or another one. */
export async function countUnreadable(store: Documents, secretKey: SecretKey | null): Promise<number> {
  const accounts = await listAccounts(store);
  return accounts.filter(
    (account) => account.secondFactor && !secretKey?.open(account.secondFactor.sealed, contextOf(account)),
  ).length;
}
