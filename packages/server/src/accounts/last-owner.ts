import { refuse } from '../http/errors.js';
import type { Account } from '../model/accounts/account.js';
import type { Store } from '../store/store.js';
import { listAccounts, restoreOwner } from './account-store.js';

/**
 * Makes a change that takes the role in all projects, or the account, away. Throws a 403 for the last owner of all projects: without
 * one, nobody could give roles at the console anymore.
 */
export async function unlessLastOwner<Result>(
  store: Pick<Store, 'documents'>,
  account: Account,
  change: () => Promise<Result>,
): Promise<Result> {
  if (account.roles.all !== 'owner') return change();
  const owners = await ownersOf(store);
  if (owners.every(({ id }) => id === account.id)) throw refuse.forbiddenLastOwner();
  const result = await change();
  if ((await ownersOf(store)).length > 0) return result;
  // The last two were changed at the same moment, each while the other one was still an owner.
  await restoreOwner(store, account);
  throw refuse.forbiddenLastOwner();
}

async function ownersOf(store: Pick<Store, 'documents'>): Promise<Account[]> {
  return (await listAccounts(store)).filter(({ roles }) => roles.all === 'owner');
}
