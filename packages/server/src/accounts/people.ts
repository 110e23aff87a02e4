import { type Account, type Role, roleIn } from '../model/accounts/account.js';
import type { ProjectId } from '../model/ids.js';
import type { Store } from '../store/store.js';
import { changeRoles, listAccounts, removeAccount } from './account-store.js';

// What the owner of one project sees and changes of accounts: roles in that project, and nothing beyond.

/** An account with a role in a project, as the project's owner sees it. */
export interface Person {
  readonly account: Account;
  /** What counts in the project. */
  readonly role: Role;
  /** Whether it has no role of its own there: its role in all projects counts. */
  readonly isInAll: boolean;
}

/** Null when the account has no role in the project. */
export function personOf(account: Account, projectId: ProjectId): Person | null {
  const role = roleIn(account, projectId);
  return role && { account, role, isInAll: !Object.hasOwn(account.roles.projects, projectId) };
}

/** Everybody with a role in a project, oldest account first. */
export async function peopleOf(store: Pick<Store, 'documents'>, projectId: ProjectId): Promise<Person[]> {
  return (await listAccounts(store)).flatMap((account) => personOf(account, projectId) ?? []);
}

/** Whether an account has a role beyond one project. Only an owner of all projects may act for such a person. */
export function isBeyond({ roles }: Pick<Account, 'roles'>, projectId: ProjectId): boolean {
  return roles.all !== null || Object.keys(roles.projects).some((id) => id !== projectId);
}

/** Whoever has no role of the project anymore gets none. Null when there is no such account anymore. */
export function changeRoleIn(
  store: Pick<Store, 'documents'>,
  { email }: Account,
  projectId: ProjectId,
  role: Role,
): Promise<Account | null> {
  return changeRoles(store, email, ({ all, projects }) =>
    Object.hasOwn(projects, projectId) ? { all, projects: { ...projects, [projectId]: role } } : null,
  );
}

/** Takes the role in a project away; an account without any other is deleted. Says which it was. */
export async function removeFrom(
  store: Pick<Store, 'documents'>,
  { email }: Account,
  projectId: ProjectId,
): Promise<'changed' | 'deleted'> {
  await changeRoles(store, email, ({ all, projects }) => ({ all, projects: without(projects, projectId) }));
  const isWithoutRoles = ({ roles }: Account) => roles.all === null && Object.keys(roles.projects).length === 0;
  return (await removeAccount(store, email, isWithoutRoles)) ? 'deleted' : 'changed';
}

/** Takes the roles in a removed project away: a role in a project that is not there would look like one beyond all others. */
export async function removeRolesIn(store: Pick<Store, 'documents'>, projectId: ProjectId): Promise<void> {
  for (const { email, roles } of await listAccounts(store)) {
    if (!Object.hasOwn(roles.projects, projectId)) continue;
    await changeRoles(store, email, ({ all, projects }) => ({ all, projects: without(projects, projectId) }));
  }
}

function without(projects: Account['roles']['projects'], projectId: ProjectId): Account['roles']['projects'] {
  return Object.fromEntries(Object.entries(projects).filter(([id]) => id !== projectId));
}
