import { LRUCache } from 'lru-cache';
import { ulid } from 'ulid';
import type { SessionId } from '../ids.js';
import type { SessionSpan, VisitorStore } from '../store/store.js';
import { AGE_MS_MAX } from './event-schema.js';
import type { Visitor } from './visitor.js';
import { SESSION_GAP_MS, VISITORS_MAX } from './visitor-sessions.js';

interface Span {
  readonly id: SessionId;
  startedAt: number;
  endedAt: number;
}

/**
 * Finds the sessions of visitors as they come. Those seen lately are in memory; the others are asked of the store, so
 * that a session goes on after a restart and past midnight.
 */
export class LiveSessions {
  readonly #store: VisitorStore;
  /** By the hash of the day. A promise, so that two requests of a new visitor wait for one answer and share a session. */
  readonly #visitors = new LRUCache<string, Promise<Span[]>>({ max: VISITORS_MAX });

  constructor(store: VisitorStore) {
    this.#store = store;
  }

  /**
   * The session of each of `times` (ms), in their order. An event belongs to the session it is nearest to, with no gap
   * over 30 minutes, however late it arrives; where there is none, it begins one. Rejects with `StoreUnavailable`.
   */
  async sessionsOf(
    { today, yesterday }: { readonly today: Visitor; readonly yesterday: Visitor },
    times: readonly number[],
    now: number,
  ): Promise<SessionId[]> {
    const spans = await this.#spansOf(today, yesterday, now);
    forgetOld(spans, now);
    const ids = new Map<number, SessionId>();
    for (const at of [...times].sort((one, other) => one - other)) ids.set(at, take(spans, at));
    return times.map((at) => ids.get(at)!);
  }

  #spansOf(today: Visitor, yesterday: Visitor, now: number): Promise<Span[]> {
    const known = this.#visitors.get(today.hash) ?? this.#visitors.get(yesterday.hash);
    const spans = known ?? this.#load([today, yesterday], now);
    this.#visitors.set(today.hash, spans);
    return spans;
  }

  /** What cannot be read is asked for again the next time. */
  async #load(visitors: readonly [Visitor, Visitor], now: number): Promise<Span[]> {
    try {
      return (await this.#store.sessions(visitors, now - KEPT_MS)).map((span: SessionSpan) => ({ ...span }));
    } catch (error) {
      this.#visitors.delete(visitors[0].hash);
      throw error;
    }
  }
}

/** The oldest event that is taken may be so much later than the last one of its session. */
const KEPT_MS = AGE_MS_MAX + SESSION_GAP_MS;

function forgetOld(spans: Span[], now: number): void {
  while (spans[0] && spans[0].endedAt < now - KEPT_MS) spans.shift();
}

function take(spans: Span[], at: number): SessionId {
  const nearest = spans.reduce<Span | null>(
    (best, span) => (best === null || distance(span, at) < distance(best, at) ? span : best),
    null,
  );
  if (nearest === null || distance(nearest, at) > SESSION_GAP_MS) {
    const begun = { id: ulid(at) as SessionId, startedAt: at, endedAt: at };
    spans.push(begun);
    spans.sort((one, other) => one.startedAt - other.startedAt);
    return begun.id;
  }
  nearest.startedAt = Math.min(nearest.startedAt, at);
  nearest.endedAt = Math.max(nearest.endedAt, at);
  return nearest.id;
}

function distance({ startedAt, endedAt }: Span, at: number): number {
  return Math.max(startedAt - at, at - endedAt, 0);
}
