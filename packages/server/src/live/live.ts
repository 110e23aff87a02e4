import type { RateLimitPluginOptions } from '@fastify/rate-limit';
import type { SessionId } from '../model/ids.js';
import type { DayVisitors } from '../model/visitor.js';

/**
 * State that all app processes share and that may be lost at any moment; durable data is in the store. `process/` keeps
 * it in the memory of one process, `redis/` shares it between any number of processes.
 */
export interface Live {
  readonly sessions: LiveSessions;
  readonly salts: Salts;
  /**
   * The time in ms since 1970, by one clock for all processes. Sessions and the times of tracked events go by it, because
   * the processes' own clocks may differ.
   */
  readonly now: () => number;
  /** Options that tell the rate-limit plugin where to count. */
  readonly windows: Pick<RateLimitPluginOptions, 'store'>;
  /** The health of Redis; null when this process works alone. */
  readonly redis: RedisHealth | null;
  close(): Promise<void>;
}

/** Finds the session of each arriving event. */
export interface LiveSessions {
  /**
   * Returns the session of an event at each of `times` (ms), in the same order. An event belongs to the nearest session
   * with no gap over 30 minutes, however late it arrives. Without one, it starts a new session. `now` is in ms. Rejects
   * with `StoreUnavailable`.
   */
  sessionsOf(visitors: DayVisitors, times: readonly number[], now: number): Promise<SessionId[]>;
}

export interface Salts {
  /** The secret of a day (UTC, `YYYY-MM-DD`), 64 hex digits, the same for all processes. Rejects with `StoreUnavailable`. */
  of(day: string): Promise<string>;
}

/** Kinds of request to Redis. The list is closed so that every failure is counted. */
export const SHARED = ['session', 'salt', 'window'] as const;
export type Shared = (typeof SHARED)[number];

export interface RedisHealth {
  /** False while Redis is unavailable and this process works by itself. */
  readonly isUp: boolean;
  /** How many requests this process answered by itself because Redis could not. */
  readonly fallbacks: Readonly<Record<Shared, number>>;
}

/** Redis cannot be used as configured; the message is for the operator. */
export class UnusableRedis extends Error {
  override readonly name = 'UnusableRedis';
}
