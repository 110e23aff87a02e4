/** Items to serialize, or pieces of text or bytes to pass on unchanged. */
export type Pieces<Item> =
  | Iterable<Item | string | Uint8Array>
  | AsyncIterable<Item | string | Uint8Array>
  | ReadableStream<Item | string | Uint8Array>;

/**
 * A stream of NDJSON that is generated as it is read. An error of the source aborts `giveUp`. When something else aborts
 * `giveUp`, the source is closed.
 */
export function ndjsonStream<Item extends object>(
  pieces: Pieces<Item>,
  giveUp: AbortController,
): ReadableStream<Uint8Array> {
  const { signal } = giveUp;
  const chunks = inChunks('getReader' in pieces ? readAll(pieces.getReader(), signal) : pieces);
  // Also ends the stream, because an aborted sender may go on reading it. Errors on closing no longer matter.
  signal.addEventListener('abort', () => chunks.return().catch(() => {}), { once: true });
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        giveUp.abort(error);
        controller.error(error);
      }
    },
  });
}

/** Characters to collect before sending them. */
const CHUNK_CHARACTERS = 65_536;

async function* inChunks(
  pieces: Iterable<unknown> | AsyncIterable<unknown>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder();
  let text = '';
  for await (const piece of pieces) {
    const isBytes = piece instanceof Uint8Array;
    if (!isBytes) text += typeof piece === 'string' ? piece : `${JSON.stringify(piece)}\n`;
    if (text !== '' && (isBytes || text.length >= CHUNK_CHARACTERS)) {
      yield encoder.encode(text);
      text = '';
    }
    if (isBytes) yield piece;
  }
  if (text !== '') yield encoder.encode(text);
}

/** Iterates with a reader, because not every browser can iterate over a stream. Aborting works even while nothing arrives. */
async function* readAll<Piece>(
  reader: ReadableStreamDefaultReader<Piece>,
  signal: AbortSignal,
): AsyncGenerator<Piece, void, undefined> {
  signal.addEventListener('abort', () => reader.cancel(signal.reason).catch(() => {}), { once: true });
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}
