/** Streams that a token or console session may have open at a time. */
export const STREAMS_PER_TOKEN_MAX = 10;

/** How long a stream that has to end may still send what its client has not read yet, in ms. */
const ENDING_MS_MAX = 5000;

/** The connection of a stream. */
interface Connection {
  once(event: 'close', listener: () => void): unknown;
  destroy(): unknown;
}

/** The open streams of this process. */
export class Streams {
  readonly #open = new Map<string, Set<AbortController>>();

  /** Counts a stream until its connection closes. Returns the signal for it to end; null when the bearer has too many. */
  open(bearerKey: string, connection: Connection): AbortController | null {
    const others = this.#open.get(bearerKey) ?? new Set();
    if (others.size >= STREAMS_PER_TOKEN_MAX) return null;
    const ending = new AbortController();
    this.#open.set(bearerKey, others.add(ending));
    ending.signal.addEventListener('abort', () => {
      const timer = setTimeout(() => connection.destroy(), ENDING_MS_MAX).unref();
      connection.once('close', () => clearTimeout(timer));
    });
    connection.once('close', () => {
      others.delete(ending);
      if (others.size === 0) this.#open.delete(bearerKey);
      ending.abort();
    });
    return ending;
  }

  /** Ends all streams. */
  close(): void {
    for (const streams of this.#open.values()) for (const ending of streams) ending.abort();
  }
}
