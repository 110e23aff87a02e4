import type { RedisLink } from './redis-link.js';

/** How often the clock is compared with that of Redis, in ms. */
const COMPARED_EVERY_MS = 10_000;

/**
 * The time by the clock of Redis. Between comparisons, and while Redis is unavailable, this process counts on by itself; it
 * uses its own clock until it has reached Redis once. The error is at most half the time that Redis takes to answer.
 */
export class RedisClock {
  readonly #link: RedisLink;
  readonly #timer: NodeJS.Timeout;
  /** The time at 0 of `performance.now()`; null before the first comparison. */
  #origin: number | null = null;

  private constructor(link: RedisLink) {
    this.#link = link;
    this.#timer = setInterval(() => this.#compare(), COMPARED_EVERY_MS).unref();
  }

  /** Resolves after the first comparison, or without one if Redis is unavailable. */
  static async start(link: RedisLink): Promise<RedisClock> {
    const clock = new RedisClock(link);
    await clock.#compare();
    return clock;
  }

  /** In ms since 1970. */
  now(): number {
    return this.#origin === null ? Date.now() : Math.round(this.#origin + performance.now());
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #compare(): Promise<void> {
    if (!this.#link.isUp) return;
    const askedAt = performance.now();
    try {
      const [seconds, microseconds] = await this.#link.redis.time();
      this.#origin = Number(seconds) * 1000 + Number(microseconds) / 1000 - (askedAt + performance.now()) / 2;
    } catch {
      // The next request that needs Redis finds that it is unavailable.
    }
  }
}
