import { type Account, accountKey, type Roles } from '../model/accounts/account.js';
import type { AccountId } from '../model/ids.js';
import { newUlid, nextUlid } from '../model/ulid.js';
import { changeDocument, removeDocument } from '../store/change-document.js';
import type { DocumentName } from '../store/documents.js';
import { allDocuments } from '../store/every-document.js';
import type { Store } from '../store/store.js';

type Documents = Pick<Store, 'documents'>;

/** Null when there is no account with this address, in any spelling. */
export async function findAccount({ documents }: Documents, email: string): Promise<Account | null> {
  return (await documents.find<Account>(nameOf(email)))?.body ?? null;
}

/** Null when there is no account with this id. All are read, because there are few. */
export async function findAccountById(store: Documents, id: string): Promise<Account | null> {
  return (await listAccounts(store)).find((account) => account.id === id) ?? null;
}

/** Oldest first. */
export async function listAccounts({ documents: all }: Documents): Promise<Account[]> {
  const documents = await allDocuments<Account>(all, 'account', null);
  return documents.map(({ body }) => body).sort((a, b) => (a.id < b.id ? -1 : 1));
}

export async function hasAccounts({ documents }: Documents): Promise<boolean> {
  return (await documents.list('account', null, { order: 'asc', after: null, limit: 1 })).length > 0;
}

/** Accounts that can be created with the API, where owners of one project create them, too. */
export const ACCOUNTS_MAX = 10_000;

/** Whether there are as many accounts as can be created with the API. */
export async function isFull(store: Documents): Promise<boolean> {
  return (await listAccounts(store)).length >= ACCOUNTS_MAX;
}

/** Creates an account without a password. `taken`: there is one with this address, in any spelling. */
export async function createAccount(
  { documents }: Documents,
  { email, roles }: Pick<Account, 'email' | 'roles'>,
  now: number,
): Promise<Account | 'taken'> {
  const account: Account = {
    id: nextUlid(now) as AccountId,
    email,
    passwordHash: null,
    generation: newUlid(now),
    roles,
    createdAt: now,
  };
  const created = await documents.put(nameOf(email), null, account);
  return created === 'changed' ? 'taken' : account;
}

/** `change` returns null to leave the roles as they are. Null when there is no such account. */
export function changeRoles(
  store: Documents,
  email: string,
  change: (roles: Roles) => Roles | null,
): Promise<Account | null> {
  return changeAccount(store, email, (account) => {
    const roles = change(account.roles);
    return roles && { ...account, roles };
  });
}

/** Ends all console sessions and links of the account, too. Null when there is no such account. */
export function setPassword(store: Documents, email: string, passwordHash: string): Promise<Account | null> {
  return changeAccount(store, email, (account) => ({ ...account, passwordHash, generation: newUlid() }));
}

/**
 * Changes an account; `change` returns null to leave it as it is. Returns it as it is afterwards, null when there is none.
 */
export async function changeAccount(
  { documents }: Documents,
  email: string,
  change: (account: Account) => Account | null,
): Promise<Account | null> {
  const changed = await changeDocument<Account>(documents, nameOf(email), (account) => account && change(account));
  return changed?.body ?? null;
}

/** False when there is no such account, or it is not due to be removed. */
export function removeAccount(
  { documents }: Documents,
  email: string,
  isDue?: (account: Account) => boolean,
): Promise<boolean> {
  return removeDocument(documents, nameOf(email), isDue);
}

/** Makes an account an owner of all projects again, also when it was removed. An account that somebody has made since stays as it is. */
export async function restoreOwner({ documents }: Documents, account: Account): Promise<void> {
  await changeDocument<Account>(documents, nameOf(account.email), (current) => {
    const { roles, ...rest } = current ?? account;
    return rest.id === account.id ? { ...rest, roles: { ...roles, all: 'owner' } } : null;
  });
}

function nameOf(email: string): DocumentName {
  return { kind: 'account', owner: null, id: accountKey(email) };
}
