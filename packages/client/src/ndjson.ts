/** Bytes in the making: an item each, or pieces of text or bytes as they are. */
export type Pieces<Item> =
  | Iterable<Item | string | Uint8Array>
  | AsyncIterable<Item | string | Uint8Array>
  | ReadableStream<Item | string | Uint8Array>;

/** A stream of NDJSON that is made as it is read. `onFailure` hears what the pieces themselves fail with. */
export function ndjsonStream<Item extends object>(
  pieces: Pieces<Item>,
  onFailure: (error: unknown) => void,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const chunks = inChunks(pieces);
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        onFailure(error);
        controller.error(error);
      }
    },
    async cancel() {
      await chunks.return();
    },
  });
}

/** Characters gathered before they are sent. */
const CHUNK_CHARACTERS = 65_536;

async function* inChunks(pieces: Pieces<object>): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  const encoder = new TextEncoder();
  let text = '';
  for await (const piece of iterate(pieces)) {
    const isBytes = piece instanceof Uint8Array;
    if (!isBytes) text += typeof piece === 'string' ? piece : `${JSON.stringify(piece)}\n`;
    if (text !== '' && (isBytes || text.length >= CHUNK_CHARACTERS)) {
      yield encoder.encode(text);
      text = '';
    }
    if (isBytes) yield piece as Uint8Array<ArrayBuffer>;
  }
  if (text !== '') yield encoder.encode(text);
}

/** Not every browser can iterate over a stream. */
function iterate<Piece>(
  pieces: Iterable<Piece> | AsyncIterable<Piece> | ReadableStream<Piece>,
): Iterable<Piece> | AsyncIterable<Piece> {
  return 'getReader' in pieces ? readAll(pieces.getReader()) : pieces;
}

async function* readAll<Piece>(reader: ReadableStreamDefaultReader<Piece>): AsyncGenerator<Piece, void, undefined> {
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      ended = done;
      if (done) return;
      yield value;
    }
  } finally {
    if (!ended) await reader.cancel();
  }
}
