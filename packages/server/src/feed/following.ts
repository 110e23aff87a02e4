import type { ProjectId } from '../model/ids.js';
import { FEED_KEPT_MS, type FeedPosition } from '../store/feed.js';
import type { Store } from '../store/store.js';
import { inChunks, messagesOf, quiet } from './messages.js';
import { News } from './news.js';

/** When followers are told something, in ms. */
export interface FeedTimes {
  /** How often to look for changes. */
  readonly lookEveryMs: number;
  /** How long a stream stays silent, and how often its token is checked. */
  readonly quietMs: number;
}

export const FEED_TIMES: FeedTimes = { lookEveryMs: 100, quietMs: 15_000 };

/** How often the store is told that a feed is still followed, in ms. */
const FOLLOW_EVERY_MS = 60_000;

/** What comes next in a stream. */
export interface Next {
  /** In pieces that are sent one after the other, so that a client that does not read costs no more than one. */
  readonly texts: readonly string[];
  readonly position: FeedPosition;
}

/**
 * Reads the feeds of projects for their followers. Those at the same position share one read and one text, so each costs
 * little more than its connection. A follower who reads slowly asks for the next part later, and nothing is kept for it.
 */
export class Following {
  readonly #store: Pick<Store, 'feed' | 'conversions'>;
  readonly #now: () => number;
  readonly #quietMs: number;
  readonly #news: News;
  /** Reads that are shared, by project, feed and number. */
  readonly #pending = new Map<string, Promise<Next | null>>();
  readonly #followedAt = new Map<ProjectId, number>();

  constructor(store: Pick<Store, 'feed' | 'conversions'>, now: () => number, { lookEveryMs, quietMs }: FeedTimes) {
    this.#store = store;
    this.#now = now;
    this.#quietMs = quietMs;
    this.#news = new News(store.feed, lookEveryMs);
  }

  /** The end of the project's feed, which begins if need be. */
  start(projectId: ProjectId): Promise<FeedPosition> {
    this.#followedAt.set(projectId, this.#now());
    return this.#store.feed.follow(projectId);
  }

  /**
   * The messages after a position, or a comment when there are none for a while. Null when some may be missing, because the
   * position is too old.
   */
  async next(projectId: ProjectId, after: FeedPosition): Promise<Next | null> {
    // Not left to the store, because those who share a read may have been away for different times.
    if (after.at < this.#now() - FEED_KEPT_MS) return null;
    const key = `${projectId} ${after.feed} ${after.number}`;
    let pending = this.#pending.get(key);
    if (!pending) {
      pending = this.#await(projectId, after).finally(() => this.#pending.delete(key));
      this.#pending.set(key, pending);
    }
    return pending;
  }

  async #await(projectId: ProjectId, after: FeedPosition): Promise<Next | null> {
    await this.#keepFollowed(projectId);
    const { feed, conversions } = this.#store;
    let part = await feed.read(projectId, after);
    if (part?.changes.length === 0) {
      await this.#news.beyond(projectId, part.next.number, this.#quietMs);
      part = await feed.read(projectId, part.next);
    }
    if (!part) return null;
    const { changes, next } = part;
    if (changes.length === 0) return { texts: [quiet(next)], position: next };
    return { texts: inChunks(await messagesOf(conversions, projectId, changes, next)), position: next };
  }

  async #keepFollowed(projectId: ProjectId): Promise<void> {
    if (this.#now() - (this.#followedAt.get(projectId) ?? 0) >= FOLLOW_EVERY_MS) await this.start(projectId);
  }
}
