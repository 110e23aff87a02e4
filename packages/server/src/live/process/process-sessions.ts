import { LRUCache } from 'lru-cache';
import type { SessionId } from '../../model/ids.js';
import type { DayVisitors } from '../../model/visitor.js';
import { VISITORS_MAX } from '../../model/visitor.js';
import type { VisitorStore } from '../../store/contract/events.js';
import type { LiveSessions } from '../live.js';
import { addSpans, KEPT_MS, type Spans, takeSessions } from '../spans.js';

/**
 * Keeps recent visitors in memory and reads the others from the store, so that sessions continue after a restart and past
 * midnight.
 */
export class ProcessSessions implements LiveSessions {
  readonly #store: VisitorStore;
  readonly #isAlone: boolean;
  /**
   * Keyed by the day's hash. The values are promises, so that two requests of a new visitor share one read and one session.
   * The first visitor makes it: allocating room for every visitor takes longer than the rest of a server.
   */
  #visitorCache: LRUCache<string, Promise<Spans>> | null = null;

  /** When other processes serve the same visitors (`isAlone` false), each call reads from the store what they recorded. */
  constructor(store: VisitorStore, { isAlone = true }: { readonly isAlone?: boolean } = {}) {
    this.#store = store;
    this.#isAlone = isAlone;
  }

  async sessionsOf(visitors: DayVisitors, times: readonly number[], now: number): Promise<SessionId[]> {
    return takeSessions(await this.spansOf(visitors, now), times, now);
  }

  /** All sessions of a visitor that this process and the store know. Rejects with `StoreUnavailable`. */
  async spansOf(visitors: DayVisitors, now: number): Promise<Spans> {
    const { today } = visitors;
    const cached = this.#visitors.get(today.hash) ?? this.#visitors.get(visitors.yesterday.hash);
    const spans = cached ?? this.#load(visitors, now);
    this.#visitors.set(today.hash, spans);
    if (cached && !this.#isAlone) addSpans(await cached, await this.#recorded(visitors, now));
    return spans;
  }

  /** Replaces the cached sessions of a visitor with `spans`. */
  remember({ today }: DayVisitors, spans: Spans): void {
    this.#visitors.set(today.hash, Promise.resolve(spans));
  }

  /** A failed read is not cached, so that the next call retries it. */
  async #load(visitors: DayVisitors, now: number): Promise<Spans> {
    try {
      return (await this.#recorded(visitors, now)).map((span) => ({ ...span }));
    } catch (error) {
      this.#visitors.delete(visitors.today.hash);
      throw error;
    }
  }

  #recorded({ today, yesterday }: DayVisitors, now: number) {
    return this.#store.sessions([today, yesterday], now - KEPT_MS);
  }

  get #visitors(): LRUCache<string, Promise<Spans>> {
    this.#visitorCache ??= new LRUCache({ max: VISITORS_MAX });
    return this.#visitorCache;
  }
}
