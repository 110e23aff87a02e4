import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { issueSecret } from '#goalpost/access/secret.js';
import type { Token } from '#goalpost/access/token.js';
import type { Event } from '#goalpost/collect/event.js';
import { type AppOptions, BASE_PATH, buildApp } from '#goalpost/http/app.js';
import type { ProjectId } from '#goalpost/ids.js';
import { openSqliteStore } from '#goalpost/store/sqlite/sqlite-store.js';
import type { Store } from '#goalpost/store/store.js';
import { project, T0, token } from './builders.js';

export type App = Awaited<ReturnType<typeof buildApp>>;
export type Answer = Awaited<ReturnType<App['inject']>>;

export const GET_CONVERSIONS = `${BASE_PATH}/sessions/get-conversions`;

/** A whole server over a real store, with the project `p1`; `now` is its clock. */
export interface Api {
  readonly app: App;
  readonly store: Store;
  now: number;
  /** Makes a token, of `p1` unless told, and gives what goes behind `Bearer`. */
  issue(changes?: Partial<Omit<Token, 'projectId'>> & { projectId?: string }): Promise<string>;
  record(...events: Event[]): Promise<void>;
  /** Asks get-conversions; an object is sent as JSON, a text as it is. */
  ask(body: unknown, bearerToken: string, headers?: Record<string, string>): Promise<Answer>;
  finishWork(): Promise<void>;
}

/** Opens a server before each test of the file and closes it after. */
export function useApi(options: Partial<AppOptions> = {}): Api {
  const api = {} as { -readonly [Key in keyof Api]: Api[Key] };
  let dir: string;

  beforeEach(async () => {
    dir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
    api.now = T0;
    const store = openSqliteStore(dir, { now: () => api.now });
    await store.projects.create(project());
    api.store = store;
    api.app = await buildApp({ store, now: () => api.now, ...options });
  });
  afterEach(async () => {
    await api.app.close();
    await api.store.close();
    rmSync(dir, { recursive: true });
  });

  api.issue = async (changes = {}) => {
    const { id, bearerToken, secretHash } = issueSecret();
    await api.store.tokens.create(token({ rateLimit: 100_000, ...changes, id, secretHash }));
    return bearerToken;
  };
  api.record = async (...events) => {
    await api.store.events.record('p1' as ProjectId, events);
  };
  api.ask = (body, bearerToken, headers = {}) =>
    api.app.inject({
      method: 'POST',
      url: GET_CONVERSIONS,
      headers: { authorization: `Bearer ${bearerToken}`, 'content-type': 'application/json', ...headers },
      payload: typeof body === 'string' ? body : JSON.stringify(body),
    });
  api.finishWork = async () => {
    while (await api.store.goals.work());
  };
  return api;
}
