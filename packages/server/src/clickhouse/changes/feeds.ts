import { setTimeout } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { ProjectId } from '../../model/ids.js';
import { newUlid } from '../../model/ulid.js';
import { FEED_FOLLOWED_MS } from '../../store/feed.js';
import type { Catalogue } from '../projects/catalogue.js';

/** How long a process may take a project for one that nobody follows, in ms. */
const CACHE_TTL_MS = 1000;
const PROJECTS_CACHED_MAX = 10_000;

/** The feed of a project, as a document. */
export interface Feed {
  /** Null when it is over. */
  readonly id: string | null;
  /** In ms since 1970. */
  readonly until: number;
}

/** Which projects have a feed. */
export class Feeds {
  readonly #catalogue: Catalogue;
  readonly #cache = new LRUCache<ProjectId, Promise<string | null>>({ max: PROJECTS_CACHED_MAX, ttl: CACHE_TTL_MS });

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  /**
   * The id of the project's feed, which begins if need be. Resolves when every process knows it: whatever a process
   * stores from now on, it notes.
   */
  async follow(projectId: ProjectId, now: number): Promise<string> {
    const until = now + FEED_FOLLOWED_MS;
    const { id, isNew } = await this.#catalogue.change<Feed, { id: string; isNew: boolean }>(
      'feed',
      projectId,
      (feed) => {
        const id = feed?.id ?? newUlid();
        const body = feed?.id && feed.until >= until ? null : { id, until };
        return { body, answer: { id, isNew: !feed?.id } };
      },
      { dueAt: ({ id, until }) => (id === null ? null : until) },
    );
    if (isNew) await setTimeout(CACHE_TTL_MS);
    return id;
  }

  /** As it was within the last second; null when nobody follows the project. */
  async cachedIdOf(projectId: ProjectId): Promise<string | null> {
    const cached = this.#cache.get(projectId);
    if (cached) return cached;
    const id = this.idOf(projectId);
    this.#cache.set(projectId, id);
    id.catch(() => this.#cache.delete(projectId));
    return id;
  }

  async idOf(projectId: ProjectId): Promise<string | null> {
    return (await this.#catalogue.find<Feed>('feed', projectId))?.body.id ?? null;
  }

  async list(): Promise<{ projectId: ProjectId; feed: Feed }[]> {
    const documents = await this.#catalogue.list<Feed>('feed');
    return documents
      .filter(({ body }) => body.id !== null)
      .map(({ id, body }) => ({ projectId: id as ProjectId, feed: body }));
  }

  /** Ends the project's feed if nobody follows it any more. */
  end(projectId: ProjectId, now: number): Promise<void> {
    return this.#catalogue.change<Feed, undefined>('feed', projectId, (feed) => ({
      body: feed?.id && feed.until < now ? { ...feed, id: null } : null,
      answer: undefined,
    }));
  }

  /** Ends the project's feed, whoever follows it. Returns its id; null when there was none. */
  async close(projectId: ProjectId): Promise<string | null> {
    const id = await this.idOf(projectId);
    if (id === null) return null;
    return this.#catalogue.change<Feed, string | null>('feed', projectId, (feed) => ({
      body: feed?.id ? { ...feed, id: null } : null,
      answer: feed?.id ?? null,
    }));
  }
}
