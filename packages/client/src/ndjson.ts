/** Bytes in the making: an item each, or pieces of text or bytes as they are. */
export type Pieces<Item> =
  | Iterable<Item | string | Uint8Array>
  | AsyncIterable<Item | string | Uint8Array>
  | ReadableStream<Item | string | Uint8Array>;

/**
 * A stream of NDJSON that is made as it is read. What the pieces fail with aborts `giveUp`; when that is aborted by
 * others, the source is closed.
 */
export function ndjsonStream<Item extends object>(
  pieces: Pieces<Item>,
  giveUp: AbortController,
): ReadableStream<Uint8Array> {
  const { signal } = giveUp;
  const chunks = inChunks('getReader' in pieces ? readAll(pieces.getReader(), signal) : pieces);
  // Ends the stream too, which a sender that was aborted may go on reading. What fails on closing concerns nobody.
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

/** Characters gathered before they are sent. */
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

/** Not every browser can iterate over a stream. One that nothing comes from can be given up all the same. */
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
