import { type Body, call, type Data } from './api.js';
import type { CallOptions } from './client-options.js';
import type { Http } from './http.js';

/** A saved funnel in the API. Dates of a comparison are in the API's format. */
export type SavedFunnel = Data<'GET', '/funnels/{key}'>;
export type NewFunnel = Body<'POST', '/funnels'>;
/** Absent fields stay unchanged. */
export type FunnelChanges = Body<'PATCH', '/funnels/{key}'>;

/** The project's saved funnels. Reading needs the ability `reports:read`, everything else `goals:write`. */
export class SavedFunnels {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  async list(options?: CallOptions): Promise<readonly SavedFunnel[]> {
    return (await call(this.#http, 'GET', '/funnels', {}, options)).data;
  }

  /** @throws GoalpostError `not_found`. */
  async get(key: string, options?: CallOptions): Promise<SavedFunnel> {
    return (await call(this.#http, 'GET', '/funnels/{key}', { path: { key } }, options)).data;
  }

  /** @throws GoalpostError `invalid`, also when the key is taken. */
  async create(funnel: NewFunnel, options?: CallOptions): Promise<SavedFunnel> {
    return (await call(this.#http, 'POST', '/funnels', { body: funnel }, options)).data;
  }

  /** @throws GoalpostError `not_found`, `invalid`. */
  async update(key: string, changes: FunnelChanges, options?: CallOptions): Promise<SavedFunnel> {
    return (await call(this.#http, 'PATCH', '/funnels/{key}', { path: { key }, body: changes }, options)).data;
  }

  /** @throws GoalpostError `not_found`. */
  async delete(key: string, options?: CallOptions): Promise<void> {
    await call(this.#http, 'DELETE', '/funnels/{key}', { path: { key } }, options);
  }
}
