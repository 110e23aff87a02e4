export interface ClientOptions {
  /** Where Goalpost is: its address, such as `https://stats.example`, or the API's base URL, which has `/api` behind it. */
  readonly url: string;
  /** Bearer token of the project, with the abilities that the calls need. */
  readonly token: string;
  /** Milliseconds a request may take until its answer is whole; 30,000 by default, `Infinity` for no limit. */
  readonly timeoutMs?: number | undefined;
  /** How often a request is sent again; 3 by default. With 0 nothing is waited for: a used-up rate limit is an error. */
  readonly retriesMax?: number | undefined;
  /** Used in place of the global `fetch`. */
  readonly fetch?: typeof fetch | undefined;
}

/** For one call. */
export interface CallOptions {
  /** Ends the call, the waiting between its requests included, with an error of the kind `aborted`. */
  readonly signal?: AbortSignal | undefined;
  /** In place of the client's own. */
  readonly timeoutMs?: number | undefined;
}

/** As the rest of the client wants them. */
export interface Settings {
  /** What paths of the API are put behind. */
  readonly baseUrl: string;
  readonly token: string;
  readonly timeoutMs: number;
  readonly retriesMax: number;
  readonly fetch: typeof fetch;
}

/** Where the API begins below the address of a server; the OpenAPI document has it in its base URL. */
const API_PATH = '/api';
/** What the paths of the OpenAPI document have in common. */
export const BASE_PATH = '/services/analytics/v1';

/** @throws TypeError when an option cannot be right. */
export function readOptions(options: ClientOptions): Settings {
  const { url, token, timeoutMs = 30_000, retriesMax = 3, fetch = (...call) => globalThis.fetch(...call) } = options;
  if (!/^https?:\/\/[^/?#]+[^?#]*$/.test(url)) {
    throw new TypeError(
      `The url option must be an http or https address such as "https://stats.example"; got "${url}".`,
    );
  }
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new TypeError('The token option must be a bearer token, as "goalpost token create" shows it.');
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
