import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ShareLink } from '../model/accounts/share-link.js';
import type { ProjectId } from '../model/ids.js';
import type { Project } from '../model/project.js';
import { SHARE_RATE_LIMIT } from '../model/token.js';
import type { Store } from '../store/store.js';
import type { Bearer } from './bearer.js';
import { hashSecret, isSecretOf, SECRET_PATTERN } from './secret.js';

/** `gps_<project>_<id>_<secret>`, and for a link with a password a dot and the proof that it was given. */
const SHARE_TOKEN = new RegExp(
  `^gps_([A-Za-z0-9]{1,64})_([0-9A-HJKMNP-TV-Z]{26})_(${SECRET_PATTERN})(?:\\.(${SECRET_PATTERN}))?$`,
);

/** A share link that is valid. */
export interface FoundShareLink {
  readonly id: string;
  readonly link: ShareLink;
  readonly project: Project;
  /** Whether the text has all that reading needs: of a link with a password, the proof that it was given. */
  readonly isOpen: boolean;
}

/** Null when the text is not that of a share link, or the link is revoked or has expired. */
export async function findShareLink(
  { documents, projects }: Pick<Store, 'documents' | 'projects'>,
  text: string,
  now: number,
): Promise<FoundShareLink | null> {
  const [, projectId, id, secret, proof] = SHARE_TOKEN.exec(text) ?? [];
  if (!id) return null;
  const owner = projectId as ProjectId;
  const found = await documents.find<ShareLink>({ kind: 'share-link', owner, id });
  if (!found || !isSecretOf(found.body, hashSecret(secret!))) return null;
  const project = await projects.find(owner);
  const { body: link } = found;
  if (!project || (link.expiresAt !== null && link.expiresAt <= now)) return null;
  return { id, link, project, isOpen: link.passwordHash === null || isProof(link, secret!, proof) };
}

/** What a link allows: reports, and nothing else of the project. */
export function bearerOfShareLink({ id, link, project }: FoundShareLink): Bearer {
  return {
    key: `share ${id}`,
    by: { kind: 'share-link', id, name: link.name },
    project,
    abilities: ['reports:read'],
    rateLimit: SHARE_RATE_LIMIT,
  };
}

/** The text of a link with its password given. A proof ends with the password, and nothing has to be stored for it. */
export function withProof(link: ShareLink, text: string): string {
  const [bare] = text.split('.');
  const secret = bare!.slice(-43);
  return `${bare}.${proofOf(link, secret)}`;
}

function isProof(link: ShareLink, secret: string, proof: string | undefined): boolean {
  const right = Buffer.from(proofOf(link, secret));
  const given = Buffer.from(proof ?? '');
  return right.length === given.length && timingSafeEqual(right, given);
}

/** Nobody but this server knows the hash of the password. */
function proofOf({ passwordHash }: ShareLink, secret: string): string {
  return createHmac('sha256', `${passwordHash}`).update(secret).digest('base64url');
}
