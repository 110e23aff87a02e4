/** A column in which each different text is stored once. */
export interface TextColumn {
  /** The different texts; null where it is not known. */
  readonly texts: readonly (string | null)[];
  /** For each entry, the position of its text. */
  readonly positions: Uint8Array | Uint16Array | Uint32Array;
}

/** Collects a column of texts. */
export class TextColumnBuilder {
  readonly #positionOf = new Map<string | null, number>();
  readonly #positions: number[] = [];

  add(text: string | null): void {
    let position = this.#positionOf.get(text);
    if (position === undefined) {
      position = this.#positionOf.size;
      this.#positionOf.set(text, position);
    }
    this.#positions.push(position);
  }

  /** The length of the texts, as a JSON list, in four bytes; the texts; then the positions. */
  bytes(): Uint8Array {
    const texts = Buffer.from(JSON.stringify([...this.#positionOf.keys()]));
    const positions = bytesOf(positionsFor(this.#positionOf.size).from(this.#positions));
    const bytes = new Uint8Array(4 + texts.length + positions.length);
    bytes.set(bytesOf(Uint32Array.of(texts.length)));
    bytes.set(texts, 4);
    bytes.set(positions, 4 + texts.length);
    return bytes;
  }
}

/** Reads what `TextColumnBuilder` wrote. */
export function textsIn(bytes: Uint8Array): TextColumn {
  const length = words(bytes.subarray(0, 4))[0]!;
  const texts = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset + 4, length).toString()) as (string | null)[];
  const positions = bytes.slice(4 + length);
  const { BYTES_PER_ELEMENT: size } = positionsFor(texts.length);
  return { texts, positions: new (positionsFor(texts.length))(positions.buffer, 0, positions.length / size) };
}

/** Positions take as few bytes as the number of texts allows. */
function positionsFor(texts: number) {
  return texts <= 2 ** 8 ? Uint8Array : texts <= 2 ** 16 ? Uint16Array : Uint32Array;
}

export function floats(bytes: Uint8Array): Float64Array {
  const { buffer } = bytes.slice();
  return new Float64Array(buffer, 0, bytes.length / Float64Array.BYTES_PER_ELEMENT);
}

export function words(bytes: Uint8Array): Uint32Array {
  const { buffer } = bytes.slice();
  return new Uint32Array(buffer, 0, bytes.length / Uint32Array.BYTES_PER_ELEMENT);
}

export function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
}
