import { type Body, call, type Data } from './api.js';
import type { CallOptions } from './client-options.js';
import type { Http } from './http.js';

/** A project with its settings. */
export type Project = Data<'GET', '/projects/{id}'>;
/** Absent fields and null stay unchanged; null clears `main_currency`. */
export type ProjectChanges = Body<'PATCH', '/projects/{id}'>;
/** Whether tracking works. */
export type ProjectCheck = Data<'GET', '/project/check'>;
export type SigningSecret = Data<'POST', '/projects/{id}/signing-secret'>;

/** The projects that the token may see, which is its own. Changing one needs the ability `manage`. */
export class Projects {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  async list(options?: CallOptions): Promise<readonly Project[]> {
    return (await call(this.#http, 'GET', '/projects', {}, options)).data;
  }

  /** @throws GoalpostError `not_found`. */
  async get(id: string, options?: CallOptions): Promise<Project> {
    return (await call(this.#http, 'GET', '/projects/{id}', { path: { id } }, options)).data;
  }

  /** @throws GoalpostError `not_found`, `invalid`. */
  async update(id: string, changes: ProjectChanges, options?: CallOptions): Promise<Project> {
    return (await call(this.#http, 'PATCH', '/projects/{id}', { path: { id }, body: changes }, options)).data;
  }

  /** Whether tracking of the token's project works. Needs the ability `reports:read`. */
  async check(options?: CallOptions): Promise<ProjectCheck> {
    return (await call(this.#http, 'GET', '/project/check', {}, options)).data;
  }

  /** Makes a new signing secret; the one before stays valid for an hour. @throws GoalpostError `not_found`. */
  async rotateSigningSecret(id: string, options?: CallOptions): Promise<SigningSecret> {
    return (await call(this.#http, 'POST', '/projects/{id}/signing-secret', { path: { id } }, options)).data;
  }

  /**
   * Erases a project with everything in it, permanently. `name` must be its name.
   *
   * @throws GoalpostError `not_found`, `invalid`.
   */
  async delete(id: string, name: string, options?: CallOptions): Promise<void> {
    await call(this.#http, 'DELETE', '/projects/{id}', { path: { id }, body: { name } }, options);
  }
}
