/** A column in which each different text is stored once. */
export interface TextColumn {
  /** The different texts; null where it is not known. */
  readonly texts: readonly (string | null)[];
  /** For each entry, the position of its text. */
  readonly positions: Uint32Array;
}

/** For each entry the number at its position. */
export function picked(numbers: Uint32Array, positions: Uint32Array): Uint32Array {
  const all = new Uint32Array(positions.length);
  for (let index = 0; index < all.length; index++) all[index] = numbers[positions[index]!]!;
  return all;
}

/** The number types of stored columns. In memory all columns have one of two types: V8 compiles faster loops for them. */
const STORED_TYPES = [Uint8Array, Uint16Array, Uint32Array, Float64Array] as const;
/** The type and the count of the numbers. Eight bytes, because arrays of numbers need an aligned start. */
const HEADER_BYTES = 8;

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

  /** The positions, then the texts as a JSON list. */
  bytes(): Uint8Array {
    const positions = numberBytes(this.#positions);
    const texts = Buffer.from(JSON.stringify([...this.#positionOf.keys()]));
    const bytes = new Uint8Array(positions.length + texts.length);
    bytes.set(positions);
    bytes.set(texts, positions.length);
    return bytes;
  }
}

/** Reads what `TextColumnBuilder` wrote. */
export function textsIn(bytes: Uint8Array): TextColumn {
  const { numbers, rest } = read(bytes);
  return {
    texts: JSON.parse(Buffer.from(rest.buffer, rest.byteOffset).toString()),
    positions: new Uint32Array(numbers),
  };
}

/** Integers, each in as many bytes as the largest one needs. */
export function numberBytes(numbers: ArrayLike<number>): Uint8Array {
  const type = typeFor(numbers);
  const stored = STORED_TYPES[type]!.from(numbers);
  const bytes = new Uint8Array(HEADER_BYTES + stored.byteLength);
  new Uint32Array(bytes.buffer, 0, 2).set([type, numbers.length]);
  bytes.set(new Uint8Array(stored.buffer), HEADER_BYTES);
  return bytes;
}

/** Reads integers from 0 to 2^32 - 1 that `numberBytes` wrote. */
export function wordsIn(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(read(bytes).numbers);
}

/** Reads any integers that `numberBytes` wrote. */
export function integersIn(bytes: Uint8Array): Float64Array {
  return new Float64Array(read(bytes).numbers);
}

/** Reads any integers that `numberBytes` wrote, each larger by `base`. */
export function timesIn(bytes: Uint8Array, base: number): Float64Array {
  const times = new Float64Array(read(bytes).numbers);
  for (let index = 0; index < times.length; index++) times[index]! += base;
  return times;
}

/** Puts columns one after another, each at a start that arrays of numbers can have. */
export function packed(columns: readonly Uint8Array[]): Uint8Array {
  const places = new Uint32Array(columns.length * 2);
  let length = aligned(places.byteLength);
  for (const [index, column] of columns.entries()) {
    places.set([length, column.length], index * 2);
    length = aligned(length + column.length);
  }
  const bytes = new Uint8Array(length);
  bytes.set(new Uint8Array(places.buffer));
  for (const [index, column] of columns.entries()) bytes.set(column, places[index * 2]);
  return bytes;
}

/** Reads `count` columns that `packed` wrote. */
export function unpacked(bytes: Uint8Array, count: number): Uint8Array[] {
  const { buffer, byteOffset } = atAlignedStart(bytes);
  const places = new Uint32Array(buffer, byteOffset, count * 2);
  return Array.from({ length: count }, (_, index) => {
    return new Uint8Array(buffer, byteOffset + places[index * 2]!, places[index * 2 + 1]);
  });
}

function aligned(length: number): number {
  return Math.ceil(length / HEADER_BYTES) * HEADER_BYTES;
}

function atAlignedStart(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % HEADER_BYTES === 0 ? bytes : new Uint8Array(bytes);
}

function read(bytes: Uint8Array) {
  const { buffer, byteOffset } = atAlignedStart(bytes);
  const [type = 0, length = 0] = new Uint32Array(buffer, byteOffset, 2);
  const numbers = new STORED_TYPES[type]!(buffer as ArrayBuffer, byteOffset + HEADER_BYTES, length);
  return { numbers, rest: bytes.subarray(HEADER_BYTES + numbers.byteLength) };
}

/** The position in `STORED_TYPES`. */
function typeFor(numbers: ArrayLike<number>): number {
  let [least, most] = [0, 0];
  for (let index = 0; index < numbers.length; index++) {
    const number = numbers[index]!;
    if (number < least) least = number;
    if (number > most) most = number;
  }
  if (least < 0 || most >= 2 ** 32) return 3;
  return most < 2 ** 8 ? 0 : most < 2 ** 16 ? 1 : 2;
}
