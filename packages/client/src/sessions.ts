import { type Body, call, type Data } from './api.js';
import type { CallOptions } from './client-options.js';
import type { Http } from './http.js';
import { periodOf } from './selection.js';

/** A session, and how much happened in it. */
export type Session = Data<'POST', '/project/sessions'>['data'][number];
/** A session, and a page of what happened in it. */
export type SessionTimeline = Data<'GET', '/sessions/{id}'>;
/** Something that happened in a session; `type` tells what. */
export type TimelineEntry = SessionTimeline['timeline'][number];
/** Says how much was erased. */
export type ErasureReceipt = Data<'DELETE', '/sessions/{id}'>;

type ListBody = Body<'POST', '/project/sessions'>;

export interface SessionsQuery {
  /** Inclusive, as in the queries for conversions: of sessions that began in the period. */
  readonly startDate: string | Date;
  readonly endDate: string | Date;
  /** What all of them must have, by the names that a session's own fields have. */
  readonly filters?: ListBody['filters'] | undefined;
  /** Default: `created_at`. */
  readonly sortKey?: ListBody['sortKey'] | undefined;
  /** Default: `desc`. */
  readonly sortOrder?: ListBody['sortOrder'] | undefined;
  /** Sessions of a page, from 1 to 100. Default: 15 for `page`, 100 for `list`. */
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
  /** At most so many entries, from 1 to 1000, which is the default. */
  readonly limit?: number | undefined;
  /** `next_cursor` of the part before. */
  readonly cursor?: string | null | undefined;
}

/** What is known of the project's sessions. Reading takes the ability `sessions:read`. */
export class Sessions {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** A page of the sessions of a period. For all pages in turn, see `list`. */
  async page(query: SessionsPageQuery, options?: CallOptions): Promise<SessionsPage> {
    const { filters, sortKey, sortOrder, perPage, page } = query;
    const body = { ...periodOf(query), filters, sortKey, sortOrder, per_page: perPage, page } as ListBody;
    const { data } = await call(this.#http, 'POST', '/project/sessions', { body, resend: 'always' }, options);
    return { sessions: data.data, page: data.current_page, lastPage: data.last_page, total: data.total };
  }

  /**
   * The sessions of a period one by one, fetched a page at a time when they are wanted. Sessions that come or go
   * meanwhile move the others: one may then be given twice, or left out.
   */
  async *list(query: SessionsQuery, options?: CallOptions): AsyncGenerator<Session, void, undefined> {
    for (let page = 1, lastPage = 1; page <= lastPage; page++) {
      const found = await this.page({ perPage: PER_PAGE_MAX, ...query, page }, options);
      yield* found.sessions;
      lastPage = found.lastPage;
    }
  }

  /**
   * A session, and a part of what happened in it, from its beginning unless told. For all of it, see `timeline`.
   *
   * @throws GoalpostError `not_found`.
   */
  async get(id: string, { limit, cursor }: TimelineQuery = {}, options?: CallOptions): Promise<SessionTimeline> {
    const query = { ...(limit !== undefined && { limit: String(limit) }), ...(cursor != null && { cursor }) };
    return (await call(this.#http, 'GET', '/sessions/{id}', { path: { id }, query }, options)).data;
  }

  /**
   * What happened in a session, one by one, ordered by (time, id), fetched a part at a time when it is wanted.
   *
   * @throws GoalpostError `not_found`.
   */
  async *timeline(id: string, options?: CallOptions): AsyncGenerator<TimelineEntry, void, undefined> {
    let cursor: string | null = null;
    do {
      const part: SessionTimeline = await this.get(id, { cursor }, options);
      yield* part.timeline;
      cursor = part.next_cursor;
    } while (cursor !== null);
  }

  /**
   * Forgets a session, with everything that happened in it; it cannot be had again. Takes the ability `sessions:erase`.
   *
   * @throws GoalpostError `not_found`.
   */
  async erase(id: string, options?: CallOptions): Promise<ErasureReceipt> {
    return (await call(this.#http, 'DELETE', '/sessions/{id}', { path: { id } }, options)).data;
  }
}

const PER_PAGE_MAX = 100;
