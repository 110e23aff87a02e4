import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { issueSecret } from '#goalpost/access/secret.js';
import { type AppOptions, BASE_PATH, buildApp } from '#goalpost/app.js';
import type { Event } from '#goalpost/model/event.js';
import type { ProjectId } from '#goalpost/model/ids.js';
import type { Token } from '#goalpost/model/token.js';
import { Metrics } from '#goalpost/operations/metrics.js';
import { openSqliteStore } from '#goalpost/sqlite/sqlite-store.js';
import type { Store } from '#goalpost/store/store.js';
import type { Answer, App } from './app.js';
import { project, T0, token } from './builders.js';
import { holdToContract } from './contract.js';

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';
type Headers = Record<string, string>;

export const GET_CONVERSIONS = `${BASE_PATH}/sessions/get-conversions`;

/** A whole server over a real store, with the project `p1`; `now` is its clock. */
export interface Api {
  readonly app: App;
  readonly store: Store;
  readonly metrics: Metrics;
  readonly dataDir: string;
  now: number;
  /** Creates a token, for `p1` by default, and returns the text that follows `Bearer`. */
  issue(changes?: Partial<Omit<Token, 'projectId'>> & { projectId?: string }): Promise<string>;
  record(...events: Event[]): Promise<void>;
  /**
   * Sends a request to an address under the base path. An object is sent as JSON, a string or bytes unchanged. Throws
   * when the OpenAPI document does not describe the answer.
   */
  send(method: Method, address: string, bearerToken: string, body?: unknown, headers?: Headers): Promise<Answer>;
  /** Calls get-conversions. */
  ask(body: unknown, bearerToken: string, headers?: Headers): Promise<Answer>;
  finishWork(): Promise<void>;
}

/** Opens a server before each test of the file and closes it after. */
export function useApi(options: Partial<AppOptions> = {}): Api {
  const api = newApi();
  beforeEach(() => open(api, options));
  afterEach(() => close(api));
  return api;
}

/** One server for all tests of the file, because a start takes 0.2 s. Tests must not affect each other. */
export function useSharedApi(options: Partial<AppOptions> = {}): Api {
  const api = newApi();
  beforeAll(() => open(api, options));
  beforeEach(() => {
    api.now = T0;
  });
  afterAll(() => close(api));
  return api;
}

type OpenApi = { -readonly [Key in keyof Api]: Api[Key] };

async function open(api: OpenApi, options: Partial<AppOptions>): Promise<void> {
  api.dataDir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
  api.now = T0;
  api.store = openSqliteStore(api.dataDir, { now: () => api.now });
  await api.store.projects.create(project());
  api.metrics = new Metrics();
  api.app = await buildApp({ store: api.store, metrics: api.metrics, now: () => api.now, ...options });
}

async function close({ app, store, dataDir }: Api): Promise<void> {
  await app.close();
  await store.close();
  rmSync(dataDir, { recursive: true });
}

function newApi(): OpenApi {
  const api = {} as OpenApi;
  api.issue = async (changes = {}) => {
    const { id, bearerToken, secretHash } = issueSecret();
    await api.store.tokens.create(token({ rateLimit: 100_000, ...changes, id, secretHash }));
    return bearerToken;
  };
  api.record = async (...events) => {
    await api.store.events.record('p1' as ProjectId, events);
  };
  api.send = async (method, address, bearerToken, body, headers = {}) => {
    const url = `${BASE_PATH}${address}`;
    const answer = await api.app.inject({
      method,
      url,
      headers: {
        authorization: `Bearer ${bearerToken}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && {
        payload: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
      }),
    });
    holdToContract(api.app, method, url, answer);
    return answer;
  };
  api.ask = (body, bearerToken, headers) => api.send('POST', '/sessions/get-conversions', bearerToken, body, headers);
  api.finishWork = async () => {
    while (await api.store.goals.work());
  };
  return api;
}
