import type { SessionId } from '../../model/ids.js';
import { SESSION_GAP_MS } from '../../model/session.js';
import type { SessionSpan } from '../../store/contract/events.js';

export interface Span {
  readonly id: SessionId;
  startedAt: number;
  endedAt: number;
  /** Whether the store can find the session by its visitor. */
  noted: boolean;
  /** Whether it was already reported as close to the session before it. */
  reported: boolean;
}

export interface Taken {
  readonly span: Span;
  /** Whether two sessions now turn out to be so close that one would have the visits of both. */
  readonly apart: boolean;
}

/** The sessions of one visitor, by time. They never become one: their ids may be known elsewhere. */
export class SessionSpans {
  readonly #spans: Span[] = [];

  get count(): number {
    return this.#spans.length;
  }

  starts(): number[] {
    return this.#spans.map(({ startedAt }) => startedAt);
  }

  /** Adds a stored session, unless it is there. */
  add({ id, startedAt, endedAt }: SessionSpan, noted: boolean): void {
    const known = this.#spans.find((span) => span.id === id);
    if (known === undefined) this.#insert({ id, startedAt, endedAt, noted, reported: false });
    else known.noted ||= noted;
  }

  /** Whether the time is within a session. */
  covers(at: number): boolean {
    return this.#around(at) !== undefined;
  }

  /**
   * The session of a visit: one around it, else the one before it, else the one after it, each at most `SESSION_GAP_MS` away;
   * else one that begins. A visit that was placed before is within its session, so it is placed there again.
   */
  take(at: number, newId: () => SessionId): Taken {
    const next = this.#firstAfter(at);
    const span =
      this.#around(at) ??
      this.#near(next - 1, at) ??
      this.#near(next, at) ??
      this.#insert({ id: newId(), startedAt: at, endedAt: at, noted: false, reported: false });
    span.startedAt = Math.min(span.startedAt, at);
    span.endedAt = Math.max(span.endedAt, at);
    return { span, apart: this.#isApart(this.#spans.indexOf(span)) };
  }

  #around(at: number): Span | undefined {
    return this.#spans.findLast(({ startedAt, endedAt }) => startedAt <= at && at <= endedAt);
  }

  /** The place of the first session that begins after `at`. The last ones are looked at first: logs are mostly in order. */
  #firstAfter(at: number): number {
    return this.#spans.findLastIndex(({ startedAt }) => startedAt <= at) + 1;
  }

  #near(place: number, at: number): Span | undefined {
    const span = this.#spans[place];
    return span && Math.max(span.startedAt - at, at - span.endedAt) <= SESSION_GAP_MS ? span : undefined;
  }

  #insert(span: Span): Span {
    this.#spans.splice(this.#firstAfter(span.startedAt), 0, span);
    return span;
  }

  #isApart(place: number): boolean {
    return [place, place + 1].some((index) => {
      const [one, other] = [this.#spans[index - 1], this.#spans[index]];
      if (!one || !other || other.reported || other.startedAt - one.endedAt > SESSION_GAP_MS) return false;
      other.reported = true;
      return true;
    });
  }
}
