import { readAnswer, refusalOf, retryAfterOf } from './answer.js';
import type { CallOptions, Settings } from './client-options.js';
import { wait, withinDeadline } from './deadline.js';
import { GoalpostError } from './errors.js';
import { Pace } from './pace.js';
import { type Resend, retryWaitMs } from './retries.js';

/** The bodies of `fetch` that have types without the DOM library. */
export type RequestBody = string | Uint8Array | Blob | ReadableStream<Uint8Array>;

export interface HttpRequest {
  readonly method: string;
  /** Path and query after the base path. */
  readonly address: string;
  readonly contentType?: string | undefined;
  /** Called for each attempt. A body that fails aborts `giveUp` with the reason. */
  readonly body?: ((giveUp: AbortController) => RequestBody | Promise<RequestBody>) | undefined;
  readonly resend: Resend;
}

/** Sends requests within the rate limit, retries them where that helps, and stops when aborted. */
export class Http {
  readonly #settings: Settings;
  readonly #pace = new Pace();

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** Returns the JSON of a successful answer. @throws GoalpostError for every other outcome. */
  async send(request: HttpRequest, { signal, timeoutMs = this.#settings.timeoutMs }: CallOptions): Promise<unknown> {
    const { retriesMax } = this.#settings;
    for (let retriesDone = 0; ; retriesDone++) {
      if (retriesMax > 0) await this.#waitForWindow(signal);
      try {
        return await withinDeadline({ signal, timeoutMs }, (giveUp) => this.#sendOnce(request, giveUp));
      } catch (error) {
        const waitMs = retriesDone < retriesMax ? retryWaitMs(error, request.resend, retriesDone) : null;
        if (waitMs === null) throw error;
        await wait(waitMs, signal);
      }
    }
  }

  /**
   * Opens a stream. Returns its answer once the headers have arrived. @throws GoalpostError for every other outcome.
   * The signal ends the stream, and its reason is the error then.
   */
  async open(address: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Response> {
    if (this.#settings.retriesMax > 0) await this.#waitForWindow(signal);
    try {
      const response = await this.#fetch(address, { method: 'GET', headers, signal });
      if (response.ok) return response;
      throw await refusalOf(response);
    } catch (error) {
      throw signal.aborted ? signal.reason : toFailure(error);
    }
  }

  get retriesMax(): number {
    return this.#settings.retriesMax;
  }

  async #waitForWindow(signal: AbortSignal | undefined): Promise<void> {
    const waitMs = this.#pace.waitMs();
    if (waitMs > 0) await wait(waitMs, signal);
  }

  async #sendOnce(request: HttpRequest, giveUp: AbortController): Promise<unknown> {
    const { method, address, contentType } = request;
    const headers = { accept: 'application/json', ...(contentType && { 'content-type': contentType }) };
    const body = (await request.body?.(giveUp)) as BodyInit | undefined;
    // Streams need `duplex`, which TypeScript's DOM types do not have yet.
    const init = { method, headers, signal: giveUp.signal, ...(body !== undefined && { body, duplex: 'half' }) };
    try {
      return await readAnswer(await this.#fetch(address, init));
    } catch (error) {
      throw toFailure(error);
    }
  }

  async #fetch(address: string, init: RequestInit): Promise<Response> {
    const { baseUrl, token, fetch } = this.#settings;
    const headers = { ...(init.headers as Record<string, string>), authorization: `Bearer ${token}` };
    const response = await fetch(baseUrl + address, { ...init, headers });
    this.#pace.update(response, retryAfterOf(response));
    return response;
  }
}

/** An error of this client for whatever failed. */
export function toFailure(error: unknown): GoalpostError {
  return error instanceof GoalpostError ? error : toNetworkError(error);
}

/** Runtimes keep the reason in different places, if they have one. */
function toNetworkError(error: unknown): GoalpostError {
  const { message, cause } = error as Error & {
    readonly cause?: { readonly message?: string; readonly code?: string };
  };
  const reason = cause?.message || cause?.code || message;
  return new GoalpostError({ kind: 'network' }, `No complete answer arrived (${reason}).`, { cause: error });
}
