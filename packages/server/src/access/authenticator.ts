import { LRUCache } from 'lru-cache';
import type { Project } from '../projects/project.js';
import type { Store } from '../store/store.js';
import { isSecretOf, parseBearerToken } from './secret.js';
import type { Token } from './token.js';

/** How long a verified token is believed without asking the store again: so long may a revocation take to be felt. */
export const TOKEN_BELIEVED_MS = 1000;
const TOKENS_BELIEVED_MAX = 10_000;

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
    this.#verified = new LRUCache({ max: TOKENS_BELIEVED_MAX, ttl: TOKEN_BELIEVED_MS, perf: { now } });
  }

  /**
   * The token of an `Authorization` header (RFC 6750: `Bearer`, in any case, then the token), or null when it is
   * missing, malformed, unknown, expired or revoked.
   */
  async authenticate(header: string | undefined): Promise<Bearer | null> {
    if (header === undefined || !/^bearer /i.test(header)) return null;
    const bearerToken = header.slice('bearer '.length).trim();
    const bearer = this.#verified.get(bearerToken) ?? (await this.#verify(bearerToken));
    if (!bearer) return null;
    const { expiresAt } = bearer.token;
    return expiresAt === null || expiresAt > this.#now() ? bearer : null;
  }

  async #verify(bearerToken: string): Promise<Bearer | null> {
    const parsed = parseBearerToken(bearerToken);
    const token = parsed && (await this.#store.tokens.find(parsed.id));
    if (!token || !isSecretOf(token, parsed.secretHash) || token.revokedAt !== null) return null;
    const project = await this.#store.projects.find(token.projectId);
    if (!project) return null;
    const bearer = { token, project };
    this.#verified.set(bearerToken, bearer);
    return bearer;
  }
}
