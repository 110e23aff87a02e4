import { LRUCache } from 'lru-cache';
import type { Project } from '../model/project.js';
import type { Token } from '../model/token.js';
import type { Store } from '../store/store.js';
import type { Bearer } from './bearer.js';
import { isSecretOf, parseBearerToken } from './secret.js';
import { bearerOfShareLink, findShareLink } from './share-links.js';

/** How long a verified token is cached, in ms. A revocation takes effect within this time. */
export const TOKEN_CACHE_MS = 1000;
const TOKENS_CACHED_MAX = 10_000;
/** A header with a valid token has 80, with a share link 160. A padded one is not cached, so it is looked up each time. */
const HEADER_CHARACTERS_MAX = 200;

interface Verified {
  readonly bearer: Bearer;
  readonly expiresAt: number | null;
}

/** Finds the token of a request. */
export class Authenticator {
  readonly #store: Pick<Store, 'tokens' | 'projects' | 'documents'>;
  readonly #now: () => number;
  readonly #verified: LRUCache<string, Verified>;

  constructor(store: Pick<Store, 'tokens' | 'projects' | 'documents'>, now: () => number) {
    this.#store = store;
    this.#now = now;
    this.#verified = new LRUCache({ max: TOKENS_CACHED_MAX, ttl: TOKEN_CACHE_MS, ttlResolution: 0, perf: { now } });
  }

  /** The cached bearer of this header, at most a second old; null when it has to be looked up. */
  recall(header: string): Bearer | null {
    const verified = this.#verified.get(header);
    return verified && this.#isCurrent(verified) ? verified.bearer : null;
  }

  /**
   * The bearer of an `Authorization` header (RFC 6750: `Bearer`, in any case, then the token); null when the token is
   * malformed, unknown, expired or revoked.
   */
  async authenticate(header: string): Promise<Bearer | null> {
    if (!/^bearer /i.test(header)) return null;
    const verified = await this.#verify(header.slice('bearer '.length).trim());
    if (!verified || !this.#isCurrent(verified)) return null;
    if (header.length <= HEADER_CHARACTERS_MAX) this.#verified.set(header, verified);
    return verified.bearer;
  }

  #isCurrent({ expiresAt }: Verified): boolean {
    return expiresAt === null || expiresAt > this.#now();
  }

  async #verify(bearerToken: string): Promise<Verified | null> {
    const shared = await findShareLink(this.#store, bearerToken, this.#now());
    if (shared) return shared.isOpen ? { bearer: bearerOfShareLink(shared), expiresAt: shared.link.expiresAt } : null;
    const parsed = parseBearerToken(bearerToken);
    const token = parsed && (await this.#store.tokens.find(parsed.id));
    if (!token || !isSecretOf(token, parsed.secretHash) || token.revokedAt !== null) return null;
    const project = await this.#store.projects.find(token.projectId);
    if (!project) return null;
    return { bearer: bearerOfToken(token, project), expiresAt: token.expiresAt };
  }
}

function bearerOfToken({ id, name, abilities, rateLimit }: Token, project: Project): Bearer {
  return { key: `token ${id}`, by: { kind: 'token', id, name }, project, abilities, rateLimit };
}
