import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { ProjectId, SessionId } from '../model/ids.js';
import type { SigningSecret } from '../model/project.js';

/** How long a replaced secret is still accepted, in ms: pages that are open or cached have ids signed with it. */
export const OVERLAP_MS = 3_600_000;

/** Between a session id and its signature; not part of the grammar of ids. */
export const SIGNATURE_MARK = '~';

/** HMAC-SHA256 of `PROJECT_ID:ID`, base64url. */
export function signatureOf(secret: string, projectId: ProjectId, id: SessionId): string {
  return createHmac('sha256', secret).update(`${projectId}:${id}`).digest('base64url');
}

/** Whether one of the secrets made the signature. Takes the same time wherever the signature is wrong. */
export function isSigned(
  secrets: readonly SigningSecret[],
  { projectId, id, signature }: { readonly projectId: ProjectId; readonly id: SessionId; readonly signature: string },
  now: number,
): boolean {
  const given = Buffer.from(signature);
  return secrets
    .filter(({ until }) => until === null || until > now)
    .map(({ secret }) => Buffer.from(signatureOf(secret, projectId, id)))
    .some((right) => right.length === given.length && timingSafeEqual(right, given));
}

/** The secrets after a new one is made; the current one stays valid for `OVERLAP_MS`. */
export function rotated(secrets: readonly SigningSecret[], now: number): readonly [SigningSecret, ...SigningSecret[]] {
  const kept = secrets
    .map(({ secret, until }) => ({ secret, until: until ?? now + OVERLAP_MS }))
    .filter(({ until }) => until > now);
  return [{ secret: randomBytes(32).toString('hex'), until: null }, ...kept];
}
