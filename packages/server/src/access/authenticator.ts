import { LRUCache } from 'lru-cache';
import type { Project } from '../model/project.js';
import type { Token } from '../model/token.js';
import type { Store } from '../store/store.js';
import { isSecretOf, parseBearerToken } from './secret.js';

/** How long a verified token is cached, in ms. A revocation takes effect within this time. */
export const TOKEN_CACHE_MS = 1000;
const TOKENS_CACHED_MAX = 10_000;
/** A header with a token of ours has 80; one that is padded is looked up each time. */
const HEADER_CHARACTERS_MAX = 100;

/** Whoever holds a valid token, and the project it opens. */
export interface Bearer {
  readonly token: Token;
  readonly project: Project;
}

/** Tells whose token a request carries. */
export class Authenticator {
  readonly #store: Pick<Store, 'tokens' | 'projects'>;
  readonly #now: () => number;
  readonly #verified: LRUCache<string, Bearer>;

  constructor(store: Pick<Store, 'tokens' | 'projects'>, now: () => number) {
    this.#store = store;
    this.#now = now;
    this.#verified = new LRUCache({ max: TOKENS_CACHED_MAX, ttl: TOKEN_CACHE_MS, perf: { now } });
  }

  /** Whom the header was found to belong to within the last second; null when that has to be looked up. */
  recall(header: string): Bearer | null {
    const bearer = this.#verified.get(header);
    return bearer && this.#isCurrent(bearer) ? bearer : null;
  }

  /**
   * Whose token an `Authorization` header carries (RFC 6750: `Bearer`, in any case, then the token); null when it is
   * malformed, unknown, expired or revoked.
   */
  async authenticate(header: string): Promise<Bearer | null> {
    if (!/^bearer /i.test(header)) return null;
    const bearer = await this.#verify(header.slice('bearer '.length).trim());
    if (!bearer || !this.#isCurrent(bearer)) return null;
    if (header.length <= HEADER_CHARACTERS_MAX) this.#verified.set(header, bearer);
    return bearer;
  }

  #isCurrent({ token: { expiresAt } }: Bearer): boolean {
    return expiresAt === null || expiresAt > this.#now();
  }

  async #verify(bearerToken: string): Promise<Bearer | null> {
    const parsed = parseBearerToken(bearerToken);
    const token = parsed && (await this.#store.tokens.find(parsed.id));
    if (!token || !isSecretOf(token, parsed.secretHash) || token.revokedAt !== null) return null;
    const project = await this.#store.projects.find(token.projectId);
    if (!project) return null;
    return { token, project };
  }
}
