import type { ProjectId } from '../model/ids.js';
import type { FeedStore } from '../store/feed.js';

interface Waiting {
  readonly projectId: ProjectId;
  /** The end of the feed as this one knows it. */
  readonly number: number;
  wake(): void;
}

/** Waits for feeds to grow. One look at the store serves everybody who waits, and nobody looks while nobody waits. */
export class News {
  readonly #feed: Pick<FeedStore, 'ends'>;
  readonly #lookEveryMs: number;
  readonly #waiting = new Set<Waiting>();
  #timer: NodeJS.Timeout | null = null;

  constructor(feed: Pick<FeedStore, 'ends'>, lookEveryMs: number) {
    this.#feed = feed;
    this.#lookEveryMs = lookEveryMs;
  }

  /** Resolves when the project's feed does not end with this number any more, or after `timeoutMs`. */
  beyond(projectId: ProjectId, number: number, timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#waiting.delete(waiting);
        resolve();
      };
      const timer = setTimeout(wake, timeoutMs).unref();
      const waiting = { projectId, number, wake };
      this.#waiting.add(waiting);
      this.#lookSoon();
    });
  }

  #lookSoon(): void {
    if (this.#waiting.size > 0) this.#timer ??= setTimeout(() => void this.#look(), this.#lookEveryMs).unref();
  }

  async #look(): Promise<void> {
    try {
      const ends = await this.#feed.ends();
      for (const { projectId, number, wake } of this.#waiting) if (ends.get(projectId) !== number) wake();
    } catch {
      // Those who wait read the feed in any case, a moment later. If that fails too, their streams end.
    }
    this.#timer = null;
    this.#lookSoon();
  }
}
