import type { RateLimitPluginOptions } from '@fastify/rate-limit';
import type { SessionId } from '../model/ids.js';
import type { DayVisitors } from '../model/visitor.js';

/**
 * What app processes have to agree on while it lasts, and what may be lost at any moment: what has to last is in the
 * store. `process/` keeps it in the memory of one process; `redis/` shares it between any number.
 */
export interface Live {
  readonly sessions: LiveSessions;
  readonly salts: Salts;
  /** Where the rate-limit plugin counts: its options that say so. */
  readonly windows: Pick<RateLimitPluginOptions, 'cache' | 'store'>;
  /** How Redis is; null when this process works alone. */
  readonly redis: RedisHealth | null;
  close(): Promise<void>;
}

/** Finds the sessions of visitors as they come. */
export interface LiveSessions {
  /**
   * The session of each of `times` (ms), in their order. An event belongs to the session it is nearest to, with no gap
   * over 30 minutes, however late it arrives; where there is none, it begins one. `now` in ms. Rejects with
   * `StoreUnavailable`.
   */
  sessionsOf(visitors: DayVisitors, times: readonly number[], now: number): Promise<SessionId[]>;
}

export interface Salts {
  /** The secret of a day (UTC, `YYYY-MM-DD`), 64 hex digits, the same for all processes. Rejects with `StoreUnavailable`. */
  of(day: string): Promise<string>;
}

/** What is asked of Redis. The list is closed, so that no failure goes uncounted. */
export const SHARED = ['session', 'salt', 'window'] as const;
export type Shared = (typeof SHARED)[number];

export interface RedisHealth {
  /** False while it is away, and this process works by itself. */
  readonly isUp: boolean;
  /** How often this process has answered by itself what Redis should have. */
  readonly fallbacks: Readonly<Record<Shared, number>>;
}

/** Redis cannot be used as it is set up; the message is for the operator. */
export class UnusableRedis extends Error {
  override readonly name = 'UnusableRedis';
}
