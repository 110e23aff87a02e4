import type { CallOptions } from './client-options.js';
import type { Conversion } from './conversions.js';
import { wait, whileAborting } from './deadline.js';
import { GoalpostError } from './errors.js';
import { type Http, toFailure } from './http.js';
import { retryWaitMs } from './retries.js';

/** The server says something every 15 s. A stream that is silent for this long is dead, in ms. */
const SILENCE_MS_MAX = 45_000;

export interface LiveQuery {
  /** `lastEventId` of an earlier message: what came after it comes first, for 10 minutes. Default: begins now. */
  readonly lastEventId?: string | undefined;
}

/** A message of the stream. */
export type LiveMessage = {
  /** Hand it to a later call to go on after this message. Undefined until the server has sent one. */
  readonly lastEventId: string | undefined;
} & (
  | { readonly kind: 'conversion'; readonly conversion: Conversion }
  /** The conversion with this id counts no longer. */
  | { readonly kind: 'removed'; readonly id: string }
  /** Messages before this one may be missing: the client was away for too long. */
  | { readonly kind: 'reset' }
);

/** Follows the conversions, and connects again whenever the stream ends. */
export async function* follow(
  http: Http,
  query: LiveQuery = {},
  { signal }: Pick<CallOptions, 'signal'> = {},
): AsyncGenerator<LiveMessage, void, undefined> {
  let { lastEventId } = query;
  let hasOpened = false;
  for (let failures = 0; ; ) {
    const stream = new Stream(http, lastEventId, signal);
    let failure = new GoalpostError({ kind: 'network' }, 'The stream ended.');
    try {
      for await (const block of stream.blocks()) {
        hasOpened = true;
        failures = 0;
        lastEventId = block.get('id') ?? lastEventId;
        const message = messageOf(block, lastEventId);
        if (message) yield message;
      }
    } catch (error) {
      failure = toFailure(error);
    } finally {
      stream.close();
    }
    // Once it has worked, it is worth waiting for: servers restart.
    const mayWait = hasOpened || failures < http.retriesMax;
    const waitMs = mayWait ? retryWaitMs(asNetwork(failure), 'always', failures++) : null;
    if (waitMs === null) throw failure;
    await wait(waitMs, signal);
  }
}

/** A silent stream may be opened again, unlike a request that takes long. */
function asNetwork(failure: GoalpostError): GoalpostError {
  return failure.kind === 'timeout' ? new GoalpostError({ kind: 'network' }, failure.message) : failure;
}

type Block = ReadonlyMap<string, string>;

function messageOf(block: Block, lastEventId: string | undefined): LiveMessage | null {
  const data = block.get('data');
  if (data === undefined) return null;
  const value = JSON.parse(data);
  switch (block.get('event')) {
    case 'conversion':
      return { kind: 'conversion', conversion: value, lastEventId };
    case 'removed':
      return { kind: 'removed', id: value.id, lastEventId };
    case 'reset':
      return { kind: 'reset', lastEventId };
    default:
      return null;
  }
}

/** One connection, until it ends, fails, is silent for too long, or is closed. */
class Stream {
  readonly #http: Http;
  readonly #lastEventId: string | undefined;
  readonly #ending: ReturnType<typeof whileAborting>;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(http: Http, lastEventId: string | undefined, signal: AbortSignal | undefined) {
    this.#http = http;
    this.#lastEventId = lastEventId;
    this.#ending = whileAborting(signal);
  }

  /** The fields of each event or comment. */
  async *blocks(): AsyncGenerator<Block> {
    const { giveUp } = this.#ending;
    this.#expectMore();
    const headers = { accept: 'text/event-stream', ...(this.#lastEventId && { 'last-event-id': this.#lastEventId }) };
    const { body } = await this.#http.open('/live', headers, giveUp.signal);
    const reader = body!.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
    let rest = '';
    try {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        this.#expectMore();
        const blocks = (rest + value).split('\n\n');
        rest = blocks.pop()!;
        for (const block of blocks) yield new Map(block.split('\n').map(toField));
      }
    } catch (error) {
      throw giveUp.signal.aborted ? giveUp.signal.reason : error;
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#ending.stop();
  }

  #expectMore(): void {
    clearTimeout(this.#timer);
    const message = `The stream was silent for ${SILENCE_MS_MAX} ms.`;
    this.#timer = setTimeout(
      () => this.#ending.giveUp.abort(new GoalpostError({ kind: 'timeout' }, message)),
      SILENCE_MS_MAX,
    );
  }
}

function toField(line: string): [name: string, value: string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon), line.slice(colon + 1).trimStart()];
}
