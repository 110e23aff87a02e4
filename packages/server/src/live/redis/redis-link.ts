import type { FastifyBaseLogger } from 'fastify';
import { Redis, ReplyError } from 'ioredis';
import { type RedisHealth, SHARED, type Shared, UnusableRedis } from '../live.js';

/** Redis is unavailable at the moment. The connection is retried continuously. */
export const AWAY = Symbol('away');

/** Redis is considered unavailable after this time without an answer. A busy process may take almost as long to read one. */
const ANSWER_TIMEOUT_MS = 1500;
const RETRY_AFTER_MS = 500;
const CLOSED = new Error('the connection was closed');

const AWAY_WARNING =
  'Redis is unavailable; until it is back, this process finds sessions and counts requests by itself';

/** Key that counts connections and reconnections of all processes. After each, cached sessions in Redis may be stale. */
export const ARRIVALS = 'arrivals';

/**
 * The connection to Redis. It is up once Redis has accepted a write. After any failure it counts as unavailable until
 * Redis accepts a write again, because a Redis that works in part is of no use.
 */
export class RedisLink implements RedisHealth {
  /** Send commands through `ask`. */
  readonly redis: Redis;
  readonly fallbacks = Object.fromEntries(SHARED.map((shared) => [shared, 0])) as Record<Shared, number>;
  readonly #log: FastifyBaseLogger;
  /** Null until the first connection attempt has ended. */
  #isUp: boolean | null = null;
  #failure = CLOSED;
  /** The error with which Redis refused the set-up. The connection may stay open, as with a database that does not exist. */
  #refusal: Error | null = null;
  #settle: () => void = () => {};
  readonly #onClose = () => this.#setState(false);

  /**
   * `url` is such as `redis://:password@127.0.0.1:6379/0`, or `rediss://` for TLS. All keys have the id of the installation
   * in front, so that several installations can share a Redis.
   */
  constructor(url: string, installation: string, log: FastifyBaseLogger) {
    this.#log = log;
    this.redis = new Redis(url, {
      keyPrefix: `goalpost:${installation}:`,
      lazyConnect: true,
      connectTimeout: ANSWER_TIMEOUT_MS,
      commandTimeout: ANSWER_TIMEOUT_MS,
      retryStrategy: () => RETRY_AFTER_MS,
      // The first write is a better check.
      enableReadyCheck: false,
      // Commands fail at once when Redis is unavailable, because the fallback is better than waiting.
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
    });
  }

  get isUp(): boolean {
    return this.#isUp === true;
  }

  /**
   * Resolves once Redis is up or known to be unavailable.
   *
   * @throws {UnusableRedis} when Redis answers and refuses the connection, since a retry cannot fix that.
   */
  async open(): Promise<void> {
    this.redis.on('connecting', () => {
      this.#refusal = null;
    });
    this.redis.on('error', (error: Error) => {
      this.#failure = error;
      if (error instanceof ReplyError) this.#refusal = error;
    });
    this.redis.on('ready', () => (this.#refusal ? this.#leave(this.#refusal) : this.#arrive()));
    this.redis.on('close', this.#onClose);
    const settled = new Promise<void>((resolve) => {
      this.#settle = resolve;
    });
    // The events report the reason of a failure.
    this.redis.connect().catch(() => this.#setState(false));
    await settled;
    if (this.#refusal === null) return;
    this.close();
    throw new UnusableRedis(`Redis refuses the connection that --redis-url describes: ${this.#refusal.message}`);
  }

  /** The answer of Redis, or `AWAY` while it is unavailable: then the caller falls back to its own state. */
  async ask<T>(shared: Shared, command: (redis: Redis) => Promise<T>): Promise<T | typeof AWAY> {
    try {
      if (this.#isUp) return await command(this.redis);
    } catch (error) {
      // The first failed command has already handled the disconnect.
      if (this.#isUp) this.#leave(error as Error);
    }
    this.fallbacks[shared]++;
    return AWAY;
  }

  close(): void {
    this.redis.off('close', this.#onClose);
    this.redis.disconnect();
  }

  async #arrive(): Promise<void> {
    try {
      await this.redis.incr(ARRIVALS);
      this.#setState(true);
    } catch (error) {
      this.#leave(error as Error);
    }
  }

  #leave(failure: Error): void {
    this.#failure = failure;
    this.#setState(false);
    this.redis.disconnect(true);
  }

  #setState(isUp: boolean): void {
    if (isUp === this.#isUp) return;
    const isBack = isUp && this.#isUp === false;
    this.#isUp = isUp;
    this.#settle();
    if (isBack) this.#log.info('Redis is back');
    if (!isUp) this.#log.warn({ reason: this.#failure.message }, AWAY_WARNING);
    this.#failure = CLOSED;
  }
}
