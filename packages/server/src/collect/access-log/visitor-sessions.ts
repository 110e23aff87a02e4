import { createHmac, hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { SessionId } from '../../model/ids.js';
import { DAY_MS, VISITORS_MAX, type Visitor, visitorInLog } from '../../model/visitor.js';
import { SessionSpans } from './session-spans.js';
import type { StoredSessions } from './stored-sessions.js';

/** A visit whose session is to be found. */
export interface Arrival {
  /** Address and user agent. */
  readonly visitor: string;
  /** In ms. */
  readonly at: number;
}

export interface Placed {
  readonly sessionId: SessionId;
  /** Lets the store find the session again; null when it can already. */
  readonly note: Visitor | null;
}

/** The memory of a visitor. */
interface Known {
  readonly spans: SessionSpans;
  /** Days (since 1970) of which the stored sessions are among the spans. */
  readonly days: Set<number>;
}

/** A visitor with more sessions is forgotten, to bound the memory; the store still knows. */
const SESSIONS_PER_VISITOR_MAX = 100;

/**
 * Finds the sessions of visits in an access log, where an address and a user agent identify a visitor. A session's id is a keyed
 * hash of both and of its start time: a project gets the same ids from the same log, and nobody can recover an address
 * without the project's key. Addresses are not kept.
 *
 * A visit belongs to a session at most `SESSION_GAP_MS` away, whichever file that came from. The store finds stored ones by
 * a hash of the visitor and of the day on which the session began, so nothing stored relates sessions of different days.
 */
export class VisitorSessions {
  readonly #visitorKey: string;
  readonly #key: Buffer;
  readonly #stored: StoredSessions;
  readonly #visitors: LRUCache<string, Known>;
  /** For each day since 1970 whether the store may have sessions of it that are not remembered here. */
  readonly #storedDays = new Map<number, boolean>();
  #apart = 0;

  /** `visitorKey` is the project's key in hex. */
  constructor(visitorKey: string, stored: StoredSessions) {
    this.#visitorKey = visitorKey;
    this.#key = Buffer.from(visitorKey, 'hex');
    this.#stored = stored;
    this.#visitors = new LRUCache({ max: VISITORS_MAX, dispose: (known) => this.#forgotten(known) });
  }

  /** How many stored sessions a visit of this log joins with the one before, if they were not stored. */
  get apart(): number {
    return this.#apart;
  }

  /** The sessions of visits, in the order of the log. All visits placed before must be stored. */
  async place(arrivals: readonly Arrival[]): Promise<Placed[]> {
    const visitors = arrivals.map(({ visitor }) => this.#known(visitor));
    await this.#lookUp(arrivals, visitors);
    return arrivals.map((arrival, index) => this.#place(arrival, visitors[index]!));
  }

  #place({ visitor, at }: Arrival, { spans }: Known): Placed {
    const { span, apart } = spans.take(at, () => this.#idOf(visitor, at));
    if (apart) this.#apart++;
    if (span.noted) return { sessionId: span.id, note: null };
    span.noted = true;
    return { sessionId: span.id, note: visitorInLog(this.#visitorKey, visitor, dayNo(span.startedAt)) };
  }

  #known(visitor: string): Known {
    // Hashing gives all keys the same short length, which bounds their memory.
    const key = hash('sha256', visitor, 'base64url');
    const known = this.#visitors.get(key);
    if (known !== undefined && known.spans.count <= SESSIONS_PER_VISITOR_MAX) return known;
    const fresh: Known = { spans: new SessionSpans(), days: new Set() };
    this.#visitors.set(key, fresh);
    return fresh;
  }

  #forgotten({ spans }: Known): void {
    for (const at of spans.starts()) this.#storedDays.set(dayNo(at), true);
  }

  /** Adds stored sessions near the arrivals to those that are remembered. */
  async #lookUp(arrivals: readonly Arrival[], visitors: readonly Known[]): Promise<void> {
    const storedDays = new Set<number>();
    for (const day of new Set(arrivals.map(({ at }) => dayNo(at)))) {
      if (await this.#mayBeStored(day)) storedDays.add(day);
    }
    const near = arrivals.flatMap(({ visitor, at }, index) =>
      storedDays.has(dayNo(at)) ? [{ visitor, at, known: visitors[index]! }] : [],
    );
    if (near.length === 0) return;
    await Promise.all(near.map(({ visitor, at, known }) => this.#addNoted(visitor, dayNo(at), known)));
    await this.#addUnnoted(near.filter(({ at, known }) => !known.spans.covers(at)));
  }

  async #addNoted(visitor: string, today: number, { spans, days }: Known): Promise<void> {
    const missing = [today - 1, today, today + 1].filter((day) => !days.has(day));
    if (missing.length === 0) return;
    for (const day of missing) days.add(day);
    const notes = missing.map((day) => visitorInLog(this.#visitorKey, visitor, day));
    for (const span of await this.#stored.of(notes)) spans.add(span, true);
  }

  /** Sessions that 0.1.0 stored have no notes; their ids tell whether one began with this visit. */
  async #addUnnoted(arrivals: readonly (Arrival & { readonly known: Known })[]): Promise<void> {
    const visitors = new Map(arrivals.map(({ visitor, at, known }) => [this.#idOf(visitor, at), known]));
    if (visitors.size === 0) return;
    for (const span of await this.#stored.withIds([...visitors.keys()])) {
      visitors.get(span.id)!.spans.add(span, false);
    }
  }

  /** Whether sessions on this day, or next to it, may be stored. Asked before any of this log's own are. */
  async #mayBeStored(today: number): Promise<boolean> {
    let may = false;
    for (const day of [today - 2, today - 1, today, today + 1]) {
      let stored = this.#storedDays.get(day);
      if (stored === undefined) {
        stored = await this.#stored.areOn(day);
        this.#storedDays.set(day, stored);
      }
      may ||= stored;
    }
    return may;
  }

  #idOf(visitor: string, at: number): SessionId {
    return createHmac('sha256', this.#key).update(`${visitor}\n${at}`).digest('base64url') as SessionId;
  }
}

function dayNo(at: number): number {
  return Math.floor(at / DAY_MS);
}
