import type { FastifyBaseLogger } from 'fastify';
import { Redis, ReplyError } from 'ioredis';
import { type RedisHealth, SHARED, type Shared, UnusableRedis } from '../live.js';

/** Redis does not answer now. It is tried again all the time. */
export const AWAY = Symbol('away');

/** Who waits longer for an answer takes Redis to be away. Longer than a busy process may be kept from reading one. */
const ANSWER_WITHIN_MS = 2000;
const TRY_AGAIN_AFTER_MS = 500;
const CLOSED = new Error('the connection was closed');

const AWAY_WARNING = 'Redis is away; until it is back this process finds sessions and counts by itself';

/** Counts how often some process has come (back) to Redis: what others knew of it before may have gone by. */
export const ARRIVALS = 'arrivals';

/**
 * The connection to Redis. It is up once Redis has taken a write, and away from the first thing that fails, whatever
 * that was, until Redis has taken a write again: half of a Redis is none.
 */
export class RedisLink implements RedisHealth {
  /** Its commands go through `ask`. */
  readonly redis: Redis;
  readonly fallbacks = Object.fromEntries(SHARED.map((shared) => [shared, 0])) as Record<Shared, number>;
  readonly #log: FastifyBaseLogger;
  /** Null until it is known for the first time. */
  #isUp: boolean | null = null;
  #failure = CLOSED;
  /** What Redis said against this connection, though it may go on with it, as on a database it has not. */
  #refusal: Error | null = null;
  #settle: () => void = () => {};
  readonly #onClose = () => this.#turn(false);

  /** `url` is such as `redis://:password@127.0.0.1:6379/0`, or `rediss://` for TLS. */
  constructor(url: string, log: FastifyBaseLogger) {
    this.#log = log;
    this.redis = new Redis(url, {
      keyPrefix: 'goalpost:',
      lazyConnect: true,
      connectTimeout: ANSWER_WITHIN_MS,
      commandTimeout: ANSWER_WITHIN_MS,
      retryStrategy: () => TRY_AGAIN_AFTER_MS,
      // A write that is taken says more.
      enableReadyCheck: false,
      // What cannot be sent or answered now fails now: there is something better to do than to wait.
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
    });
  }

  get isUp(): boolean {
    return this.#isUp === true;
  }

  /**
   * Resolves once Redis is up, or is known to be away.
   *
   * @throws {UnusableRedis} when it is there and refuses us, since that does not pass by itself.
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
    // Why it failed is heard from the events.
    this.redis.connect().catch(() => this.#turn(false));
    await settled;
    if (this.#refusal === null) return;
    this.close();
    throw new UnusableRedis(`Redis refuses what --redis-url says: ${this.#refusal.message}`);
  }

  /** What Redis answers. While it is away, the caller has to find the answer by itself. */
  async ask<T>(shared: Shared, command: (redis: Redis) => Promise<T>): Promise<T | typeof AWAY> {
    try {
      if (this.#isUp) return await command(this.redis);
    } catch (error) {
      // The first to hear of it has seen to everything.
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
      this.#turn(true);
    } catch (error) {
      this.#leave(error as Error);
    }
  }

  #leave(failure: Error): void {
    this.#failure = failure;
    this.#turn(false);
    this.redis.disconnect(true);
  }

  #turn(isUp: boolean): void {
    if (isUp === this.#isUp) return;
    const isBack = isUp && this.#isUp === false;
    this.#isUp = isUp;
    this.#settle();
    if (isBack) this.#log.info('Redis is back');
    if (!isUp) this.#log.warn({ reason: this.#failure.message }, AWAY_WARNING);
    this.#failure = CLOSED;
  }
}
