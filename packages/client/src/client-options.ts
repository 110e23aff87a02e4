export interface ClientOptions {
  /** The address of the server, such as `https://stats.example`, or the API's base URL, which ends with `/api`. */
  readonly url: string;
  /** Bearer token of the project, with the abilities that the calls need. */
  readonly token: string;
  /** Milliseconds until the answer of a request must be complete; 30,000 by default, `Infinity` for no limit. */
  readonly timeoutMs?: number | undefined;
  /** Maximum retries of a request; 3 by default. With 0 the client never waits, and a used-up rate limit is an error. */
  readonly retriesMax?: number | undefined;
  /** Replaces the global `fetch`. */
  readonly fetch?: typeof fetch | undefined;
}

/** Options of a single call. */
export interface CallOptions {
  /** Aborts the call, even while it waits between requests, with an error of the kind `aborted`. */
  readonly signal?: AbortSignal | undefined;
  /** Overrides the client's own timeout. */
  readonly timeoutMs?: number | undefined;
}

/** The validated options. */
export interface Settings {
  /** Prefix of all API paths. */
  readonly baseUrl: string;
  readonly token: string;
  readonly timeoutMs: number;
  readonly retriesMax: number;
  readonly fetch: typeof fetch;
}

/** The path of the API on a server. It is part of the base URL in the OpenAPI document. */
const API_PATH = '/api';
/** The common prefix of all paths in the OpenAPI document. */
export const BASE_PATH = '/services/analytics/v1';

/** @throws TypeError when an option is invalid. */
export function readOptions(options: ClientOptions): Settings {
  const { url, token, timeoutMs = 30_000, retriesMax = 3, fetch = (...call) => globalThis.fetch(...call) } = options;
  if (!/^https?:\/\/[^/?#]+[^?#]*$/.test(url)) {
    throw new TypeError(
      `The url option must be an http or https address such as "https://stats.example"; got "${url}".`,
    );
  }
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new TypeError('The token option must be a bearer token as printed by "goalpost token create".');
  }
  if (!(timeoutMs > 0)) {
    throw new TypeError(`The timeoutMs option must be a number of milliseconds above 0; got ${timeoutMs}.`);
  }
  if (!(Number.isInteger(retriesMax) && retriesMax >= 0)) {
    throw new TypeError(`The retriesMax option must be a whole number from 0; got ${retriesMax}.`);
  }
  const server = url.replace(/\/+$/, '').replace(/\/api$/, '');
  return { baseUrl: server + API_PATH + BASE_PATH, token, timeoutMs, retriesMax, fetch };
}
