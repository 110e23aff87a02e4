import type { SessionId } from '../../model/ids.js';
import { SESSION_GAP_MS } from '../../model/session.js';
import type { DayVisitors } from '../../model/visitor.js';
import type { LiveSessions } from '../live.js';
import type { ProcessSessions } from '../process/process-sessions.js';
import { addSpans, type Spans, takeSessions } from '../spans.js';
import { ARRIVALS, AWAY, type RedisLink } from './redis-link.js';

/** Redis keeps active visitors only. Others are read from the store. */
const EXPIRY_MS = 2 * SESSION_GAP_MS;

/** Compare-and-set: sets the key to argument 2, to expire after argument 3 (ms), if its value is still argument 1. */
const COMPARE_AND_SET = `
  if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
  return 1
`;

/** The JSON value that Redis keeps for a visitor. */
interface Kept {
  /** The value of `ARRIVALS` when this was written. Once it has changed, the store may know more. */
  readonly arrivals: string;
  readonly spans: Spans;
}

interface Found {
  /** The exact value under today's hash; empty when there is none. */
  readonly text: string;
  readonly arrivals: string;
  readonly kept: Kept | null;
}

/**
 * Finds sessions consistently across any number of processes. Each process reads a visitor's sessions, updates them, and
 * writes them back unless another process changed them in between; then it repeats this with the new value.
 */
export class RedisSessions implements LiveSessions {
  readonly #link: RedisLink;
  readonly #process: ProcessSessions;

  /** `process` reads from the store, and is the fallback while Redis is unavailable. */
  constructor(link: RedisLink, process: ProcessSessions) {
    this.#link = link;
    this.#process = process;
  }

  async sessionsOf(visitors: DayVisitors, times: readonly number[], now: number): Promise<SessionId[]> {
    for (;;) {
      const found = await this.#find(visitors);
      if (found === AWAY) return this.#process.sessionsOf(visitors, times, now);
      const spans = found.kept?.spans ?? [];
      if (found.kept?.arrivals !== found.arrivals) addSpans(spans, await this.#process.spansOf(visitors, now));
      const ids = takeSessions(spans, times, now);
      // Another request was first. Each repetition means that some request succeeded, so the loop ends.
      if ((await this.#swap(visitors, found, spans)) === 0) continue;
      // If Redis failed during the write, it may or may not have stored it. This process uses these sessions either way.
      this.#process.remember(visitors, spans);
      return ids;
    }
  }

  async #find({ today, yesterday }: DayVisitors): Promise<Found | typeof AWAY> {
    const answer = await this.#link.ask('session', (redis) =>
      redis.mget(key(today.hash), key(yesterday.hash), ARRIVALS),
    );
    if (answer === AWAY) return AWAY;
    const [text = null, before = null, arrivals = null] = answer;
    const latest = text ?? before;
    return { text: text ?? '', arrivals: arrivals ?? '', kept: latest === null ? null : JSON.parse(latest) };
  }

  #swap({ today }: DayVisitors, { text, arrivals }: Found, spans: Spans) {
    const kept: Kept = { arrivals, spans };
    return this.#link.ask('session', (redis) =>
      redis.eval(COMPARE_AND_SET, 1, key(today.hash), text, JSON.stringify(kept), EXPIRY_MS),
    );
  }
}

function key(hash: string): string {
  return `visitor:${hash}`;
}
