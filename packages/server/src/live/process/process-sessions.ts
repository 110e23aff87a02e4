import { LRUCache } from 'lru-cache';
import type { SessionId } from '../../model/ids.js';
import type { DayVisitors } from '../../model/visitor.js';
import { VISITORS_MAX } from '../../model/visitor.js';
import type { VisitorStore } from '../../store/store.js';
import type { LiveSessions } from '../live.js';
import { addSpans, KEPT_MS, type Spans, takeSessions } from '../spans.js';

/**
 * Visitors seen lately are in memory; the others are asked of the store, so that a session goes on after a restart and
 * past midnight.
 */
export class ProcessSessions implements LiveSessions {
  readonly #store: VisitorStore;
  readonly #isAlone: boolean;
  /** By the hash of the day. A promise, so that two requests of a new visitor wait for one answer and share a session. */
  readonly #visitors = new LRUCache<string, Promise<Spans>>({ max: VISITORS_MAX });

  /** Where other processes hear the same visitors (`isAlone` false), the store is asked each time what they recorded. */
  constructor(store: VisitorStore, { isAlone = true }: { readonly isAlone?: boolean } = {}) {
    this.#store = store;
    this.#isAlone = isAlone;
  }

  async sessionsOf(visitors: DayVisitors, times: readonly number[], now: number): Promise<SessionId[]> {
    return takeSessions(await this.spansOf(visitors, now), times, now);
  }

  /** What this process and the store know of a visitor. Rejects with `StoreUnavailable`. */
  async spansOf(visitors: DayVisitors, now: number): Promise<Spans> {
    const { today } = visitors;
    const known = this.#visitors.get(today.hash) ?? this.#visitors.get(visitors.yesterday.hash);
    const kept = known ?? this.#load(visitors, now);
    this.#visitors.set(today.hash, kept);
    if (known && !this.#isAlone) addSpans(await known, await this.#recorded(visitors, now));
    return kept;
  }

  /** Takes over what was found of a visitor elsewhere. */
  know({ today }: DayVisitors, spans: Spans): void {
    this.#visitors.set(today.hash, Promise.resolve(spans));
  }

  /** What cannot be read is asked for again the next time. */
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
}
