import { type Body, call, type Data } from './api.js';
import type { CallOptions } from './client-options.js';
import type { Http } from './http.js';

/** A token of the project, without its secret. */
export type Token = Data<'GET', '/tokens'>[number];
export type TokenRequest = Body<'POST', '/tokens'>;
/** `token` is its text, which is not shown again. */
export type NewToken = Data<'POST', '/tokens'>;

/** The project's tokens. Everything needs the ability `manage`. */
export class Tokens {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** Oldest first, revoked and expired ones included. */
  async list(options?: CallOptions): Promise<readonly Token[]> {
    return (await call(this.#http, 'GET', '/tokens', {}, options)).data;
  }

  /** @throws GoalpostError `invalid`, also for an ability that the client's own token lacks. */
  async create(token: TokenRequest, options?: CallOptions): Promise<NewToken> {
    return (await call(this.#http, 'POST', '/tokens', { body: token }, options)).data;
  }

  /** @throws GoalpostError `not_found`. */
  async revoke(id: string, options?: CallOptions): Promise<void> {
    await call(this.#http, 'DELETE', '/tokens/{id}', { path: { id } }, options);
  }
}
