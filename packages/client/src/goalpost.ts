import { type CallOptions, type ClientOptions, readOptions } from './client-options.js';
import {
  CONVERSIONS,
  type ConversionEntry,
  type ConversionList,
  type ConversionsPage,
  type ConversionsPageQuery,
  type ConversionsQuery,
} from './conversions.js';
import { Goals } from './goals.js';
import { Http } from './http.js';
import { type EventSource, type ImportOptions, type ImportSummary, importEvents } from './import-events.js';
import { getList, getPage, iterate } from './lists.js';
import { Sessions } from './sessions.js';
import {
  VISITS,
  type VisitEntry,
  type VisitList,
  type VisitsPage,
  type VisitsPageQuery,
  type VisitsQuery,
} from './visits.js';

/**
 * A project on a Goalpost server, seen through one of its tokens. Every method rejects with a `GoalpostError` when it
 * cannot give what it should.
 */
export class Goalpost {
  readonly #http: Http;
  readonly goals: Goals;
  readonly sessions: Sessions;

  /** @throws TypeError when an option cannot be right. */
  constructor(options: ClientOptions) {
    this.#http = new Http(readOptions(options));
    this.goals = new Goals(this.#http);
    this.sessions = new Sessions(this.#http);
  }

  /**
   * Which of these sessions converted, on what, and how often. `list`: conversion ids ordered by (time, id). `count`: a
   * number for each entry of `sessionIds`, in that order, repeats included. With `expand`: objects.
   *
   * More than 1000 session ids are asked for in several requests, one after the other; what comes back is the same as if
   * it had been one, except that what changes on the server meanwhile may show in a part of it. Takes the ability
   * `conversions:read`.
   */
  getConversions<const Key extends 'list' | 'count' = 'list', const Expand extends boolean = false>(
    query: ConversionsQuery<Key, Expand>,
    options?: CallOptions,
  ): Promise<ConversionList<Key, Expand>> {
    return getList(this.#http, CONVERSIONS, query, options) as Promise<ConversionList<Key, Expand>>;
  }

  /** One page of a list, of at most 1000 sessions. For all pages in turn, see `conversions`. */
  getConversionsPage<const Expand extends boolean = false>(
    query: ConversionsPageQuery<Expand>,
    options?: CallOptions,
  ): Promise<ConversionsPage<Expand>> {
    return getPage(this.#http, CONVERSIONS, query, options) as Promise<ConversionsPage<Expand>>;
  }

  /**
   * The conversions one by one, fetched a page at a time when they are wanted, so that any number of them takes little
   * memory. Ordered by (time, id); of more than 1000 sessions, within each thousand of them.
   */
  conversions<const Expand extends boolean = false>(
    query: Omit<ConversionsPageQuery<Expand>, 'cursor'>,
    options?: CallOptions,
  ): AsyncGenerator<ConversionEntry<Expand>, void, undefined> {
    return iterate(this.#http, CONVERSIONS, query, options) as AsyncGenerator<ConversionEntry<Expand>, void, undefined>;
  }

  /**
   * Which pages were viewed in these sessions, and how many: as `getConversions`, with visits in the place of
   * conversions. Takes the ability `sessions:read`.
   */
  getVisits<const Key extends 'list' | 'count' = 'list', const Expand extends boolean = false>(
    query: VisitsQuery<Key, Expand>,
    options?: CallOptions,
  ): Promise<VisitList<Key, Expand>> {
    return getList(this.#http, VISITS, query, options) as Promise<VisitList<Key, Expand>>;
  }

  /** One page of a list, of at most 1000 sessions. For all pages in turn, see `visits`. */
  getVisitsPage<const Expand extends boolean = false>(
    query: VisitsPageQuery<Expand>,
    options?: CallOptions,
  ): Promise<VisitsPage<Expand>> {
    return getPage(this.#http, VISITS, query, options) as Promise<VisitsPage<Expand>>;
  }

  /** The visits one by one, as `conversions` gives conversions. */
  visits<const Expand extends boolean = false>(
    query: Omit<VisitsPageQuery<Expand>, 'cursor'>,
    options?: CallOptions,
  ): AsyncGenerator<VisitEntry<Expand>, void, undefined> {
    return iterate(this.#http, VISITS, query, options) as AsyncGenerator<VisitEntry<Expand>, void, undefined>;
  }

  /**
   * Stores events. An iterable or a stream is sent while it is read, in constant memory; browsers gather it first. What
   * it fails with itself is passed on as it is. Takes the ability `events:write`.
   */
  importEvents(events: EventSource, options?: ImportOptions): Promise<ImportSummary> {
    return importEvents(this.#http, events, options);
  }
}
