import { type Body, call, type Data } from './api.js';
import type { CallOptions } from './client-options.js';
import type { Http } from './http.js';

/** A goal as the API shows it; `type` tells which shape its `rule` has. */
export type Goal = Data<'GET', '/goals/{key}'>;
export type NewGoal = Body<'POST', '/goals'>;
/** What is absent stays as it is. */
export type GoalChanges = Body<'PATCH', '/goals/{key}'>;
/** A rule to try; a whole goal will do. Dates are as the API takes them. */
export type PreviewRequest = Body<'POST', '/goals/preview'>;
/** The events that a rule would have matched. */
export type GoalPreview = Data<'POST', '/goals/preview'>;

/** What counts as a conversion. Reading takes the ability `goals:read`, everything else `goals:write`. */
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

  /** History is matched in the background: see `matching` of the goal. @throws GoalpostError `invalid`, also when the key is taken. */
  async create(goal: NewGoal, options?: CallOptions): Promise<Goal> {
    return (await call(this.#http, 'POST', '/goals', { body: goal }, options)).data;
  }

  /** @throws GoalpostError `not_found`, `invalid`. */
  async update(key: string, changes: GoalChanges, options?: CallOptions): Promise<Goal> {
    return (await call(this.#http, 'PATCH', '/goals/{key}', { path: { key }, body: changes }, options)).data;
  }

  /** What a rule would match of the events stored. Nothing is stored. @throws GoalpostError `invalid`. */
  async preview(rule: PreviewRequest, options?: CallOptions): Promise<GoalPreview> {
    return (await call(this.#http, 'POST', '/goals/preview', { body: rule, resend: 'always' }, options)).data;
  }

  /** @throws GoalpostError `not_found`. */
  async delete(key: string, options?: CallOptions): Promise<void> {
    await call(this.#http, 'DELETE', '/goals/{key}', { path: { key } }, options);
  }
}
