import { type Body, call, type Data } from './api.js';
import type { CallOptions } from './client-options.js';
import type { Http } from './http.js';

/** A note on a day of the project. */
export type Note = Data<'GET', '/notes'>[number];
export type NewNote = Body<'POST', '/notes'>;
/** Absent fields and null stay unchanged. */
export type NoteChanges = Body<'PATCH', '/notes/{id}'>;

export interface NotesQuery {
  /** Days of the project, both inclusive, such as `2026-01-31`. Default: all. */
  readonly startDate?: string | undefined;
  readonly endDate?: string | undefined;
}

/** The project's notes. Reading needs the ability `reports:read`, everything else `goals:write`. */
export class Notes {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** By day. @throws GoalpostError `invalid`. */
  async list({ startDate, endDate }: NotesQuery = {}, options?: CallOptions): Promise<readonly Note[]> {
    const query = {
      ...(startDate !== undefined && { start_date: startDate }),
      ...(endDate !== undefined && { end_date: endDate }),
    };
    return (await call(this.#http, 'GET', '/notes', { query }, options)).data;
  }

  /** @throws GoalpostError `invalid`. */
  async create(note: NewNote, options?: CallOptions): Promise<Note> {
    return (await call(this.#http, 'POST', '/notes', { body: note }, options)).data;
  }

  /** @throws GoalpostError `not_found`, `invalid`. */
  async update(id: string, changes: NoteChanges, options?: CallOptions): Promise<Note> {
    return (await call(this.#http, 'PATCH', '/notes/{id}', { path: { id }, body: changes }, options)).data;
  }

  /** @throws GoalpostError `not_found`. */
  async delete(id: string, options?: CallOptions): Promise<void> {
    await call(this.#http, 'DELETE', '/notes/{id}', { path: { id } }, options);
  }
}
