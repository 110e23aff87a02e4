import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { TokenId } from '../model/ids.js';
import type { Token } from '../model/token.js';
import { newUlid } from '../model/ulid.js';

/**
 * A bearer token is `gp_<id>_<secret>`: the id (a ULID) finds the record, and the secret (256 random bits) proves the right
 * to use it. Only the SHA-256 of the secret is stored: a slow hash adds nothing to that many random bits.
 */
const BEARER_TOKEN = /^gp_([0-9A-HJKMNP-TV-Z]{26})_([A-Za-z0-9_-]{43})$/;

/** The secret is shown to its owner once, here, and cannot be recovered. */
export function issueSecret(): { id: TokenId; bearerToken: string; secretHash: string } {
  const id = newUlid() as TokenId;
  const secret = randomBytes(32).toString('base64url');
  return { id, bearerToken: `gp_${id}_${secret}`, secretHash: hash('sha256', secret) };
}

/** Null when the text does not have the form of a token. */
export function parseBearerToken(text: string): { id: TokenId; secretHash: string } | null {
  const match = BEARER_TOKEN.exec(text);
  return match ? { id: match[1] as TokenId, secretHash: hash('sha256', match[2]!) } : null;
}

/** Compares in constant time. */
export function isSecretOf(token: Token, secretHash: string): boolean {
  return timingSafeEqual(Buffer.from(token.secretHash, 'hex'), Buffer.from(secretHash, 'hex'));
}
