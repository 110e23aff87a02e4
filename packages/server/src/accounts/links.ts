import { hashSecret, isSecretOf, newSecret, SECRET_PATTERN } from '../access/secret.js';
import { type Account, accountKey } from '../model/accounts/account.js';
import type { ProjectId } from '../model/ids.js';
import { changeDocument, removeDocument } from '../store/change-document.js';
import type { Document, DocumentName } from '../store/documents.js';
import type { Store } from '../store/store.js';
import { hasAccounts } from './account-store.js';
import { isBeyond } from './people.js';

/** How long the link to the first account is valid, in ms. */
export const SET_UP_MS = 3_600_000;
/** How long an invitation, or a link for a forgotten password, is valid, in ms. */
export const LINK_MS = 86_400_000;

/** A one-time link. There is at most one for an account, and one to set up the installation: a new one voids it. */
interface StoredLink {
  readonly secretHash: string;
  /** The account's, when the link was made; null to set up the installation. */
  readonly generation: string | null;
  /** The project whose owner made it: void once the account has a role beyond, of which that owner must not get hold. */
  readonly within?: ProjectId | null;
  /** Milliseconds since 1970, UTC. */
  readonly expiresAt: number;
}

/** A link that is valid. `account` is null for the one that makes the first account. */
export interface ValidLink {
  readonly name: DocumentName;
  readonly revision: number;
  readonly account: Account | null;
  readonly expiresAt: number;
}

type Documents = Pick<Store, 'documents'>;

/** The id of the document, a dot, and the secret. */
const LINK = new RegExp(`^(set-up|[0-9a-f]{32})\\.(${SECRET_PATTERN})$`);
const SET_UP = 'set-up';

/** The page that opens a link. Browsers send no fragment to a server, so that no log has it. */
export function consoleAddress(origin: string, link: string): string {
  return `${origin}/console#/link/${link}`;
}

/** The link with which the first account is made; null when there is an account. It voids the one before. */
export async function newSetUpLink(store: Documents, now: number): Promise<string | null> {
  if (await hasAccounts(store)) return null;
  return newLink(store, SET_UP, { generation: null, expiresAt: now + SET_UP_MS });
}

/** Voids the link with which the first account is made, if there is one. */
export async function voidSetUpLink({ documents }: Documents): Promise<void> {
  await removeDocument(documents, nameOf(SET_UP));
}

/**
 * A link with which the person of an account chooses a password. It voids the one before. `within`: the project of which its maker is
 * the owner; null for an owner of all projects.
 */
export function newAccountLink(
  store: Documents,
  { email, generation }: Account,
  now: number,
  within: ProjectId | null = null,
): Promise<string> {
  return newLink(store, accountKey(email), { generation, within, expiresAt: now + LINK_MS });
}

async function newLink({ documents }: Documents, id: string, link: Omit<StoredLink, 'secretHash'>): Promise<string> {
  const { secret, secretHash } = newSecret();
  await changeDocument<StoredLink>(documents, nameOf(id), () => ({ ...link, secretHash }));
  return `${id}.${secret}`;
}

/** Null when the link is malformed, unknown, used, replaced or expired. */
export async function findLink(store: Documents, link: string, now: number): Promise<ValidLink | null> {
  const [, id, secret] = LINK.exec(link) ?? [];
  if (!id) return null;
  const name = nameOf(id);
  const found = await store.documents.find<StoredLink>(name);
  if (!found || !isSecretOf(found.body, hashSecret(secret!)) || found.body.expiresAt <= now) return null;
  const { revision, body } = found;
  if (id === SET_UP) {
    return (await hasAccounts(store)) ? null : { name, revision, account: null, expiresAt: body.expiresAt };
  }
  const account: Document<Account> | null = await store.documents.find({ kind: 'account', owner: null, id });
  if (account?.body.generation !== body.generation) return null;
  if (body.within && isBeyond(account.body, body.within)) return null;
  return { name, revision, account: account.body, expiresAt: body.expiresAt };
}

/** Uses a link up. False when somebody else was first. */
export async function useLink({ documents }: Documents, { name, revision }: ValidLink): Promise<boolean> {
  return (await documents.remove(name, revision)) === 'removed';
}

function nameOf(id: string): DocumentName {
  return { kind: 'account-link', owner: null, id };
}
