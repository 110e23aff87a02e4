import type { Static } from 'typebox';
import { issueSecret } from '../access/secret.js';
import type { ProjectId } from '../model/ids.js';
import { type Ability, RATE_LIMIT_DEFAULT, type Token } from '../model/token.js';
import type { Store } from '../store/store.js';
import type { TokenResource } from './token-schemas.js';

const DAY_MS = 86_400_000;

export interface TokenRequest {
  readonly abilities: readonly Ability[];
  readonly name: string | null;
  /** Requests per minute. */
  readonly rateLimit?: number | null | undefined;
  /** Null: it never expires. */
  readonly expiresInDays: number | null;
}

/** Creates a token of a project. Its text is returned here and cannot be recovered. `now`: milliseconds since 1970. */
export async function createToken(
  { tokens }: Pick<Store, 'tokens'>,
  projectId: ProjectId,
  { abilities, name, rateLimit, expiresInDays }: TokenRequest,
  now: number,
): Promise<{ token: Token; bearerToken: string }> {
  const { id, bearerToken, secretHash } = issueSecret();
  const token: Token = {
    id,
    projectId,
    name,
    secretHash,
    abilities: [...new Set(abilities)],
    rateLimit: rateLimit ?? RATE_LIMIT_DEFAULT,
    createdAt: now,
    expiresAt: expiresInDays === null ? null : now + expiresInDays * DAY_MS,
    revokedAt: null,
    lastUsedAt: null,
  };
  await tokens.create(token);
  return { token, bearerToken };
}

/** Formats a token for the API and for commands, without its secret. */
export function presentToken(token: Token): Static<typeof TokenResource> {
  const date = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  return {
    id: token.id,
    name: token.name,
    abilities: [...token.abilities],
    rate_limit: token.rateLimit,
    created_at: new Date(token.createdAt).toISOString(),
    expires_at: date(token.expiresAt),
    revoked_at: date(token.revokedAt),
    last_used_at: date(token.lastUsedAt),
  };
}
