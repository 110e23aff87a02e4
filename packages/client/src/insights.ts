import { type Body, call, type Data } from './api.js';
import type { CallOptions } from './client-options.js';
import type { Http } from './http.js';

/** A saved view. */
export type Insight = Data<'POST', '/insight/detail'>;
export type ListedInsight = Data<'POST', '/insight/list'>[number];
export type NewInsight = Body<'POST', '/insight/create'>;
/** Absent fields and null stay unchanged; `data` is replaced as a whole. */
export type InsightChanges = Omit<Body<'POST', '/insight/update'>, 'insight_id'>;

/** The project's saved views. Reading needs the ability `reports:read`, everything else `goals:write`. */
export class Insights {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** In the order in which they were created, without their `data`. */
  async list(options?: CallOptions): Promise<readonly ListedInsight[]> {
    return (await call(this.#http, 'POST', '/insight/list', { resend: 'always' }, options)).data;
  }

  /** @throws GoalpostError `not_found`. */
  async get(id: string, options?: CallOptions): Promise<Insight> {
    const body = { insight_id: id };
    return (await call(this.#http, 'POST', '/insight/detail', { body, resend: 'always' }, options)).data;
  }

  /** @throws GoalpostError `invalid`. */
  async create(insight: NewInsight, options?: CallOptions): Promise<Insight> {
    return (await call(this.#http, 'POST', '/insight/create', { body: insight }, options)).data;
  }

  /** @throws GoalpostError `not_found`, `invalid`. */
  async update(id: string, changes: InsightChanges, options?: CallOptions): Promise<Insight> {
    return (await call(this.#http, 'POST', '/insight/update', { body: { ...changes, insight_id: id } }, options)).data;
  }

  /** @throws GoalpostError `not_found`. */
  async delete(id: string, options?: CallOptions): Promise<void> {
    await call(this.#http, 'POST', '/insight/delete', { body: { insight_id: id } }, options);
  }

  /** The default view of the project; null when there is none. */
  async default(options?: CallOptions): Promise<Insight | null> {
    return (await call(this.#http, 'POST', '/insight/default-get', { resend: 'always' }, options)).data;
  }

  /** Null: no view is the default. @throws GoalpostError `not_found`. */
  async setDefault(id: string | null, options?: CallOptions): Promise<void> {
    await call(this.#http, 'POST', '/insight/default-set', { body: { insight_id: id } }, options);
  }
}
