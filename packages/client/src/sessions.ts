import { type Body, call, type Data } from './api.js';
import type { CallOptions } from './client-options.js';
import type { Http } from './http.js';
import { periodOf } from './selection.js';

/** A session with its numbers of visits, clicks, events and conversions. */
export type Session = Data<'POST', '/project/sessions'>['data'][number];
/** A session with one page of its timeline. */
export type SessionTimeline = Data<'GET', '/sessions/{id}'>;
/** An event of a session; `type` says which kind. */
export type TimelineEntry = SessionTimeline['timeline'][number];
/** The numbers of erased records. */
export type ErasureReceipt = Data<'DELETE', '/sessions/{id}'>;

export type ReadStatus = Session['read_status'];

type ListBody = Body<'POST', '/project/sessions'>;

export interface SessionsQuery {
  /** Selects sessions that started in the period, inclusive as in the queries for conversions. */
  readonly startDate: string | Date;
  readonly endDate: string | Date;
  /** Sessions must match all filters, which are named like the fields of a session. */
  readonly filters?: ListBody['filters'] | undefined;
  /** Default: `created_at`. */
  readonly sortKey?: ListBody['sortKey'] | undefined;
  /** Default: `desc`. */
  readonly sortOrder?: ListBody['sortOrder'] | undefined;
  /** Sessions per page, from 1 to 100. Default: 15 for `page`, 100 for `list`. */
  readonly perPage?: number | undefined;
}

export interface SessionsPageQuery extends SessionsQuery {
  /** From 1, which is the default. */
  readonly page?: number | undefined;
}

export interface SessionsPage {
  readonly sessions: readonly Session[];
  /** From 1. */
  readonly page: number;
  readonly lastPage: number;
  /** Sessions on all pages. */
  readonly total: number;
}

export interface TimelineQuery {
  /** Maximum number of entries, from 1 to 1000, which is the default. */
  readonly limit?: number | undefined;
  /** `next_cursor` of the previous page. */
  readonly cursor?: string | null | undefined;
}

/** The project's sessions. Reading needs the ability `sessions:read`. */
export class Sessions {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** One page of the sessions of a period. `list` iterates over all pages. */
  async page(query: SessionsPageQuery, options?: CallOptions): Promise<SessionsPage> {
    const { filters, sortKey, sortOrder, perPage, page } = query;
    const body = { ...periodOf(query), filters, sortKey, sortOrder, per_page: perPage, page } as ListBody;
    const { data } = await call(this.#http, 'POST', '/project/sessions', { body, resend: 'always' }, options);
    return { sessions: data.data, page: data.current_page, lastPage: data.last_page, total: data.total };
  }

  /**
   * Iterates over the sessions of a period and fetches them page by page. Sessions that are added or erased meanwhile shift
   * the others, so that one may be returned twice or left out.
   */
  async *list(query: SessionsQuery, options?: CallOptions): AsyncGenerator<Session, void, undefined> {
    for (let page = 1, lastPage = 1; page <= lastPage; page++) {
      const found = await this.page({ perPage: PER_PAGE_MAX, ...query, page }, options);
      yield* found.sessions;
      lastPage = found.lastPage;
    }
  }

  /**
   * A session with one page of its timeline, the first by default. `timeline` iterates over the whole timeline.
   *
   * @throws GoalpostError `not_found`.
   */
  async get(id: string, { limit, cursor }: TimelineQuery = {}, options?: CallOptions): Promise<SessionTimeline> {
    const query = { ...(limit !== undefined && { limit: String(limit) }), ...(cursor != null && { cursor }) };
    return (await call(this.#http, 'GET', '/sessions/{id}', { path: { id }, query }, options)).data;
  }

  /**
   * Iterates over the timeline of a session, ordered by (time, id), and fetches it page by page.
   *
   * @throws GoalpostError `not_found`.
   */
  async *timeline(id: string, options?: CallOptions): AsyncGenerator<TimelineEntry, void, undefined> {
    let cursor: string | null = null;
    do {
      const page: SessionTimeline = await this.get(id, { cursor }, options);
      yield* page.timeline;
      cursor = page.next_cursor;
    } while (cursor !== null);
  }

  /**
   * Marks at most 100 sessions as read or unread for all who look at the project; null takes the mark away. Returns how many of
   * them the project has. Needs the ability `goals:write`.
   *
   * @throws GoalpostError `invalid`.
   */
  async markRead(ids: readonly (string | number)[], status: ReadStatus, options?: CallOptions): Promise<number> {
    const body = { session_ids: [...ids], status };
    return (await call(this.#http, 'POST', '/sessions/mark-read', { body, resend: 'always' }, options)).data.marked;
  }

  /**
   * Erases a session with everything that happened in it, permanently. Needs the ability `sessions:erase`.
   *
   * @throws GoalpostError `not_found`.
   */
  async erase(id: string, options?: CallOptions): Promise<ErasureReceipt> {
    return (await call(this.#http, 'DELETE', '/sessions/{id}', { path: { id } }, options)).data;
  }
}

const PER_PAGE_MAX = 100;
