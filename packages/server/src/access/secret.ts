import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { TokenId } from '../model/ids.js';
import { nextUlid } from '../model/ulid.js';

/**
 * A secret has 256 random bits and proves the right to use a token, a console session or a link. Only its SHA-256 is
 * stored: a slow hash adds nothing to that many random bits.
 */
export const SECRET_PATTERN = '[A-Za-z0-9_-]{43}';

export function newSecret(): { secret: string; secretHash: string } {
  const secret = randomBytes(32).toString('base64url');
  return { secret, secretHash: hashSecret(secret) };
}

export function hashSecret(secret: string): string {
  return hash('sha256', secret);
}

/** Compares in constant time. */
export function isSecretOf(stored: { readonly secretHash: string }, secretHash: string): boolean {
  return timingSafeEqual(Buffer.from(stored.secretHash, 'hex'), Buffer.from(secretHash, 'hex'));
}

/** A bearer token is `gp_<id>_<secret>`: the id (a ULID) finds the record. */
const BEARER_TOKEN = new RegExp(`^gp_([0-9A-HJKMNP-TV-Z]{26})_(${SECRET_PATTERN})$`);

/** The secret is shown to its owner once, here, and cannot be recovered. */
export function issueSecret(): { id: TokenId; bearerToken: string; secretHash: string } {
  const id = nextUlid() as TokenId;
  const { secret, secretHash } = newSecret();
  return { id, bearerToken: `gp_${id}_${secret}`, secretHash };
}

/** Null when the text does not have the form of a token. */
export function parseBearerToken(text: string): { id: TokenId; secretHash: string } | null {
  const match = BEARER_TOKEN.exec(text);
  return match ? { id: match[1] as TokenId, secretHash: hashSecret(match[2]!) } : null;
}
