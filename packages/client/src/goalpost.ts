import { type CallOptions, type ClientOptions, readOptions } from './client-options.js';
import {
  CONVERSIONS,
  type ConversionEntry,
  type ConversionList,
  type ConversionsPage,
  type ConversionsPageQuery,
  type ConversionsQuery,
} from './conversions.js';
import { type Funnel, type FunnelGroup, type FunnelQuery, getFunnel } from './funnels.js';
import { Goals } from './goals.js';
import { Http } from './http.js';
import { type EventSource, type ImportOptions, type ImportSummary, importEvents } from './import-events.js';
import { Insights } from './insights.js';
import { getList, getPage, iterate } from './lists.js';
import { follow, type LiveMessage, type LiveQuery } from './live.js';
import { Notes } from './notes.js';
import { Projects } from './projects.js';
import {
  type Comparison,
  getReport,
  iterateRows,
  type Report,
  type ReportGroup,
  type ReportOfQueries,
  type ReportQueries,
  type ReportQuery,
  type ReportRow,
} from './reports.js';
import { SavedFunnels } from './saved-funnels.js';
import { Sessions } from './sessions.js';
import { Tokens } from './tokens.js';
import {
  VISITS,
  type VisitEntry,
  type VisitList,
  type VisitsPage,
  type VisitsPageQuery,
  type VisitsQuery,
} from './visits.js';

/**
 * A client of one project on a Goalpost server, with one of its tokens. Every method rejects with a `GoalpostError` when
 * it fails.
 */
export class Goalpost {
  readonly #http: Http;
  readonly funnels: SavedFunnels;
  readonly goals: Goals;
  readonly sessions: Sessions;
  readonly notes: Notes;
  readonly insights: Insights;
  readonly projects: Projects;
  readonly tokens: Tokens;

  /** @throws TypeError when an option is invalid. */
  constructor(options: ClientOptions) {
    this.#http = new Http(readOptions(options));
    this.funnels = new SavedFunnels(this.#http);
    this.goals = new Goals(this.#http);
    this.sessions = new Sessions(this.#http);
    this.notes = new Notes(this.#http);
    this.insights = new Insights(this.#http);
    this.projects = new Projects(this.#http);
    this.tokens = new Tokens(this.#http);
  }

  /**
   * Returns which of these sessions converted, on what, and how often. `list`: conversion ids ordered by (time, id).
   * `count`: a number for each entry of `sessionIds`, in that order, repeats included. With `expand`: objects.
   *
   * More than 1000 session ids take several requests, one after the other. The result is the same as that of one request,
   * except that changes on the server between the requests may show in a part of it. Needs the ability
   * `conversions:read`.
   */
  getConversions<const Key extends 'list' | 'count' = 'list', const Expand extends boolean = false>(
    query: ConversionsQuery<Key, Expand>,
    options?: CallOptions,
  ): Promise<ConversionList<Key, Expand>> {
    return getList(this.#http, CONVERSIONS, query, options) as Promise<ConversionList<Key, Expand>>;
  }

  /** One page of the list for at most 1000 sessions. `conversions` iterates over all pages. */
  getConversionsPage<const Expand extends boolean = false>(
    query: ConversionsPageQuery<Expand>,
    options?: CallOptions,
  ): Promise<ConversionsPage<Expand>> {
    return getPage(this.#http, CONVERSIONS, query, options) as Promise<ConversionsPage<Expand>>;
  }

  /**
   * Iterates over the conversions and fetches them page by page, so that any number of them takes little memory. They are
   * ordered by (time, id); with more than 1000 sessions, within each thousand.
   */
  conversions<const Expand extends boolean = false>(
    query: Omit<ConversionsPageQuery<Expand>, 'cursor'>,
    options?: CallOptions,
  ): AsyncGenerator<ConversionEntry<Expand>, void, undefined> {
    return iterate(this.#http, CONVERSIONS, query, options) as AsyncGenerator<ConversionEntry<Expand>, void, undefined>;
  }

  /**
   * Iterates over the conversions of arriving events as they are stored, until the loop is left, the signal aborts, or the token is
   * no longer valid. Connects again by itself whenever the connection is lost, and then misses nothing; after more than 10
   * minutes without a connection, a message of the kind `reset` says so. Each conversion comes at least once. Needs the ability
   * `conversions:read`.
   */
  live(query?: LiveQuery, options?: Pick<CallOptions, 'signal'>): AsyncGenerator<LiveMessage, void, undefined> {
    return follow(this.#http, query, options);
  }

  /**
   * Returns which pages were viewed in these sessions, and how many. Works like `getConversions`, with visits instead of
   * conversions. Needs the ability `sessions:read`.
   */
  getVisits<const Key extends 'list' | 'count' = 'list', const Expand extends boolean = false>(
    query: VisitsQuery<Key, Expand>,
    options?: CallOptions,
  ): Promise<VisitList<Key, Expand>> {
    return getList(this.#http, VISITS, query, options) as Promise<VisitList<Key, Expand>>;
  }

  /** One page of the list for at most 1000 sessions. `visits` iterates over all pages. */
  getVisitsPage<const Expand extends boolean = false>(
    query: VisitsPageQuery<Expand>,
    options?: CallOptions,
  ): Promise<VisitsPage<Expand>> {
    return getPage(this.#http, VISITS, query, options) as Promise<VisitsPage<Expand>>;
  }

  /** Iterates over the visits, as `conversions` does over conversions. */
  visits<const Expand extends boolean = false>(
    query: Omit<VisitsPageQuery<Expand>, 'cursor'>,
    options?: CallOptions,
  ): AsyncGenerator<VisitEntry<Expand>, void, undefined> {
    return iterate(this.#http, VISITS, query, options) as AsyncGenerator<VisitEntry<Expand>, void, undefined>;
  }

  /**
   * Returns what all sessions of a period did: the totals, and one page of rows by up to two groups. `reportRows` iterates
   * over all pages. With `queries`: the first page of each, all from the same data. Needs the ability `reports:read`.
   */
  getReport<
    const GroupBy extends readonly ReportGroup[] = readonly [],
    const Compare extends Comparison | undefined = undefined,
  >(query: ReportQuery<GroupBy, Compare>, options?: CallOptions): Promise<Report<GroupBy, Compare>>;
  getReport<
    const GroupBys extends readonly (readonly ReportGroup[])[],
    const Compare extends Comparison | undefined = undefined,
  >(query: ReportQueries<GroupBys, Compare>, options?: CallOptions): Promise<ReportOfQueries<GroupBys, Compare>>;
  getReport(query: ReportQuery | ReportQueries, options?: CallOptions): Promise<unknown> {
    return getReport(this.#http, query, options);
  }

  /**
   * Iterates over the rows of a report and fetches them page by page. Each page has the figures of its moment, so a row
   * whose place in the order changes meanwhile may be returned twice or left out.
   */
  reportRows<const GroupBy extends readonly ReportGroup[], const Compare extends Comparison | undefined = undefined>(
    query: Omit<ReportQuery<GroupBy, Compare>, 'cursor'>,
    options?: CallOptions,
  ): AsyncGenerator<ReportRow<GroupBy, Compare>, void, undefined> {
    return iterateRows(this.#http, query, options) as AsyncGenerator<ReportRow<GroupBy, Compare>, void, undefined>;
  }

  /**
   * Returns how far the sessions of a period went, step by step: the figures of each step, and one page of rows by a property
   * of the session. Needs the ability `reports:read`.
   */
  getFunnel<
    const GroupBy extends FunnelGroup | undefined = undefined,
    const Compare extends Comparison | undefined = undefined,
  >(query: FunnelQuery<GroupBy, Compare>, options?: CallOptions): Promise<Funnel<GroupBy, Compare>> {
    return getFunnel(this.#http, query, options) as Promise<Funnel<GroupBy, Compare>>;
  }

  /**
   * Stores events. An iterable or a stream is sent while it is read, in constant memory; browsers collect it first. An
   * error of the source itself is rethrown unchanged. Needs the ability `events:write`.
   */
  importEvents(events: EventSource, options?: ImportOptions): Promise<ImportSummary> {
    return importEvents(this.#http, events, options);
  }
}
