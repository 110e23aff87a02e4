import { readAnswer, retryAfterOf } from './answer.js';
import type { CallOptions, Settings } from './client-options.js';
import { wait, withinDeadline } from './deadline.js';
import { GoalpostError } from './errors.js';
import { Pace } from './pace.js';
import { type Resend, retryWaitMs } from './retries.js';

/** Of what `fetch` takes, that of which types exist without a browser's. */
export type RequestBody = string | Uint8Array | Blob | ReadableStream<Uint8Array>;

export interface HttpRequest {
  readonly method: string;
  /** Below the base path, with its query. */
  readonly address: string;
  readonly contentType?: string | undefined;
  /** Asked for once a sending. When it cannot be made, it makes the sending give up, with the reason. */
  readonly body?: ((giveUp: AbortController) => RequestBody | Promise<RequestBody>) | undefined;
  readonly resend: Resend;
}

/** Sends requests: keeps to the rate limit, waits and sends again where that helps, and gives up when told to. */
export class Http {
  readonly #settings: Settings;
  readonly #pace = new Pace();

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** The JSON of the answer. @throws GoalpostError for every other outcome. */
  async send(request: HttpRequest, { signal, timeoutMs = this.#settings.timeoutMs }: CallOptions): Promise<unknown> {
    const { retriesMax } = this.#settings;
    for (let retriesDone = 0; ; retriesDone++) {
      if (retriesMax > 0) await this.#turn(signal);
      try {
        return await withinDeadline({ signal, timeoutMs }, (giveUp) => this.#sendOnce(request, giveUp));
      } catch (error) {
        const waitMs = retriesDone < retriesMax ? retryWaitMs(error, request.resend, retriesDone) : null;
        if (waitMs === null) throw error;
        await wait(waitMs, signal);
      }
    }
  }

  async #turn(signal: AbortSignal | undefined): Promise<void> {
    const waitMs = this.#pace.waitMs();
    if (waitMs > 0) await wait(waitMs, signal);
  }

  async #sendOnce(request: HttpRequest, giveUp: AbortController): Promise<unknown> {
    const { method, address, contentType } = request;
    const { baseUrl, token, fetch } = this.#settings;
    const headers = {
      accept: 'application/json',
      authorization: `Bearer ${token}`,
      ...(contentType && { 'content-type': contentType }),
    };
    const body = (await request.body?.(giveUp)) as BodyInit | undefined;
    // Streams are only taken with `duplex`, which TypeScript's DOM does not know yet.
    const init = { method, headers, signal: giveUp.signal, ...(body !== undefined && { body, duplex: 'half' }) };
    try {
      const response = await fetch(baseUrl + address, init);
      this.#pace.note(response, retryAfterOf(response));
      return await readAnswer(response);
    } catch (error) {
      throw error instanceof GoalpostError ? error : toNetworkError(error);
    }
  }
}

/** Runtimes keep the reason in different places, and not all have one. */
function toNetworkError(error: unknown): GoalpostError {
  const { message, cause } = error as Error & {
    readonly cause?: { readonly message?: string; readonly code?: string };
  };
  const reason = cause?.message || cause?.code || message;
  return new GoalpostError({ kind: 'network' }, `No whole answer came (${reason}).`, { cause: error });
}
