import { call, type Data } from './api.js';
import type { CallOptions } from './client-options.js';
import type { Http } from './http.js';

/** Says how much was erased. */
export type ErasureReceipt = Data<'DELETE', '/sessions/{id}'>;

/** What is known of the project's sessions. */
export class Sessions {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
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
