import { type Body, call, type Data } from './api.js';
import type { CallOptions } from './client-options.js';
import type { Http } from './http.js';

/** A goal in the API. Its `type` determines the shape of its `rule`. */
export type Goal = Data<'GET', '/goals/{key}'>;
export type NewGoal = Body<'POST', '/goals'>;
/** Absent fields stay unchanged. */
export type GoalChanges = Body<'PATCH', '/goals/{key}'>;
/** A rule to try, or a whole goal. Dates are in the API's format. */
export type PreviewRequest = Body<'POST', '/goals/preview'>;
/** The stored events that a rule would match. */
export type GoalPreview = Data<'POST', '/goals/preview'>;

/** The project's goals. Reading needs the ability `goals:read`, everything else `goals:write`. */
export class Goals {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  async list(options?: CallOptions): Promise<readonly Goal[]> {
    return (await call(this.#http, 'GET', '/goals', {}, options)).data;
  }

  /** @throws GoalpostError `not_found`. */
  async get(key: string, options?: CallOptions): Promise<Goal> {
    return (await call(this.#http, 'GET', '/goals/{key}', { path: { key } }, options)).data;
  }

  /** History is matched in the background; `matching` shows the progress. @throws GoalpostError `invalid`, also when the key is taken. */
  async create(goal: NewGoal, options?: CallOptions): Promise<Goal> {
    return (await call(this.#http, 'POST', '/goals', { body: goal }, options)).data;
  }

  /** @throws GoalpostError `not_found`, `invalid`. */
  async update(key: string, changes: GoalChanges, options?: CallOptions): Promise<Goal> {
    return (await call(this.#http, 'PATCH', '/goals/{key}', { path: { key }, body: changes }, options)).data;
  }

  /** Returns the stored events that a rule would match. Stores nothing. @throws GoalpostError `invalid`. */
  async preview(rule: PreviewRequest, options?: CallOptions): Promise<GoalPreview> {
    return (await call(this.#http, 'POST', '/goals/preview', { body: rule, resend: 'always' }, options)).data;
  }

  /** @throws GoalpostError `not_found`. */
  async delete(key: string, options?: CallOptions): Promise<void> {
    await call(this.#http, 'DELETE', '/goals/{key}', { path: { key } }, options);
  }
}
