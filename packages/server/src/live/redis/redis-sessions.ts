import type { SessionId } from '../../model/ids.js';
import { SESSION_GAP_MS } from '../../model/session.js';
import type { DayVisitors } from '../../model/visitor.js';
import type { LiveSessions } from '../live.js';
import type { ProcessSessions } from '../process/process-sessions.js';
import { addSpans, type Spans, takeSessions } from '../spans.js';
import { ARRIVALS, AWAY, type RedisLink } from './redis-link.js';

/** Visitors not seen for so long are asked of the store: Redis has room for those who are there. */
const KEPT_FOR_MS = 2 * SESSION_GAP_MS;

/** Sets a key (1) to a text (2) for some time (3, ms), unless somebody else has changed it from what was read (1). */
const SWAP = `
  if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
  return 1
`;

/** What Redis keeps of a visitor, as JSON. */
interface Kept {
  /** How many arrivals there had been when it was put together. After another, the store may know more. */
  readonly arrivals: string;
  readonly spans: Spans;
}

interface Found {
  /** What is there for today's hash, to the letter; empty when nothing is. */
  readonly text: string;
  readonly arrivals: string;
  readonly kept: Kept | null;
}

/**
 * Sessions that any number of processes find alike. Each reads what is kept of the visitor, takes sessions from it, and
 * puts it back if nobody else was there in between; whoever comes second does it again over what the first one left.
 */
export class RedisSessions implements LiveSessions {
  readonly #link: RedisLink;
  readonly #process: ProcessSessions;

  /** `process` knows what the store has, and stands in while Redis is away. */
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
      // Some other request was first, so each turn here is one that somebody got through.
      if ((await this.#swap(visitors, found, spans)) === 0) continue;
      // When Redis went away over it, it may have taken it or not: it holds for this process either way.
      this.#process.know(visitors, spans);
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
      redis.eval(SWAP, 1, key(today.hash), text, JSON.stringify(kept), KEPT_FOR_MS),
    );
  }
}

function key(hash: string): string {
  return `visitor:${hash}`;
}
