import { hash } from 'node:crypto';
import type { AccountId, ProjectId } from '../ids.js';
import { ABILITIES, type Ability } from '../token.js';
import type { SecondFactor, StartedFactor } from './second-factor.js';

/** What accounts may do, least first. */
export const ROLES = ['viewer', 'editor', 'owner'] as const;
export type Role = (typeof ROLES)[number];

/** Roles of an account. Where it has two, the higher one counts. */
export interface Roles {
  /** In every project there is or will be; null for none. */
  readonly all: Role | null;
  readonly projects: Readonly<Record<ProjectId, Role>>;
}

/** A person who signs in to the console. The document's id is `accountKey` of the address, so that no two share one. */
export interface Account {
  readonly id: AccountId;
  /** As it was given; it never changes. Compared without regard to case. */
  readonly email: string;
  /** As `hashPassword` returns it; null until the person has chosen a password. */
  readonly passwordHash: string | null;
  /** Changes with the password and the second factor. Console sessions and links of another generation are void. */
  readonly generation: string;
  readonly roles: Roles;
  readonly secondFactor?: SecondFactor | undefined;
  readonly startedFactor?: StartedFactor | undefined;
  /** Milliseconds since 1970, UTC. */
  readonly createdAt: number;
}

export const EMAIL_CHARACTERS_MAX = 254;
/** What nobody sees, so that an address could look like another one's; and what replaces what cannot be stored. */
const UNSEEN = '\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff\\ufffd';
/** Otherwise deliberately lax: no mail is sent, and only a mail server knows which addresses exist. */
export const EMAIL_PATTERN = `^[^\\s@${UNSEEN}]+@[^\\s@${UNSEEN}]+$`;

/** 128 bits of SHA-256, hex digits. */
const KEY_CHARACTERS = 32;

/** The same for every spelling of an e-mail address. It is part of cookies and links, which so do not show the address. */
export function accountKey(email: string): string {
  return hash('sha256', email.normalize('NFC').toLowerCase()).slice(0, KEY_CHARACTERS);
}

/** The role of an account in a project; null for none. */
export function roleIn({ roles }: Pick<Account, 'roles'>, projectId: ProjectId): Role | null {
  const own = Object.hasOwn(roles.projects, projectId) ? roles.projects[projectId]! : null;
  return ROLES.findLast((role) => role === roles.all || role === own) ?? null;
}

/** What a role allows in its project. */
export function abilitiesOf(role: Role): readonly Ability[] {
  return ABILITIES_OF[role];
}

const READING = ABILITIES.filter((ability) => ability.endsWith(':read'));
const ABILITIES_OF: Readonly<Record<Role, readonly Ability[]>> = {
  viewer: READING,
  editor: [...READING, 'sessions:erase', 'events:write', 'goals:write'],
  owner: ABILITIES,
};
