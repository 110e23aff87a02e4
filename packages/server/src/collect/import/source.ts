import { open } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { systemReason } from '../../validation/system-reason.js';

/** Where an import reads from. */
export interface Source {
  /** The bytes, decompressed if they were gzip. */
  readonly stream: Readable;
  /** Size in bytes before decompression; null when unknown (a pipe, standard input). */
  readonly bytesTotal: number | null;
  /** Bytes of `size` read so far. */
  bytesRead(): number;
  /** Stops reading. */
  close(): void;
}

export type SourceOpened =
  | { readonly ok: true; readonly source: Source }
  | { readonly ok: false; readonly sentence: string };

type CountedReadable = Readable & { readonly bytesRead: number };

/**
 * Opens a file, or standard input for "-". Gzip is detected by its first bytes (RFC 1952, 2.3.1), whatever the name, and may
 * have several members. Rejects only when reading those first bytes fails.
 */
export async function openSource(path: string, standardInput: CountedReadable = process.stdin): Promise<SourceOpened> {
  if (path === '-') return { ok: true, source: await sourceOf(standardInput, null) };
  try {
    const file = await open(path);
    const stats = await file.stat();
    if (!stats.isDirectory()) {
      return { ok: true, source: await sourceOf(file.createReadStream(), stats.isFile() ? stats.size : null) };
    }
    await file.close();
    return { ok: false, sentence: `"${path}" is a directory; name a file, or - for standard input.` };
  } catch (error) {
    return { ok: false, sentence: `The file "${path}" cannot be read: ${systemReason(error)}.` };
  }
}

async function sourceOf(raw: CountedReadable, bytesTotal: number | null): Promise<Source> {
  const stream = await gunzipped(raw);
  return { stream, bytesTotal, bytesRead: () => raw.bytesRead, close: () => raw.destroy() };
}

/**
 * The stream itself, decompressed if it is gzip. If it fails, the bytes before the failure are still delivered. It fails if it
 * decompresses to more than `ratioMax` times its size and more than `UNPACKED_FREELY`.
 */
export async function gunzipped(raw: Readable, ratioMax = Number.POSITIVE_INFINITY): Promise<Readable> {
  const head = await firstBytes(raw);
  // A stream that has ended cannot take the head back.
  if (raw.readableEnded) return Readable.from([head]);
  raw.unshift(head);
  if (head[0] !== 0x1f || head[1] !== 0x8b) return raw;
  return withoutThrowing(Readable.from(unpacked(raw, ratioMax), { objectMode: false }));
}

/** Whoever reads a stream hears of its errors. Without a listener they are also thrown when nobody reads any more. */
function withoutThrowing<Stream extends Readable>(stream: Stream): Stream {
  return stream.on('error', () => {});
}

/** Decompressed bytes that are allowed whatever the ratio. */
export const UNPACKED_FREELY = 1_048_576;

/** The data decompresses to far more than any log does, so it was made to keep the server busy. */
class UnpacksToTooMuch extends Error {
  override readonly name = 'UnpacksToTooMuch';
  readonly code = 'UNPACKS_TO_TOO_MUCH';
}

async function* unpacked(raw: Readable, ratioMax: number): AsyncGenerator<Buffer> {
  let broken: Error | null = null;
  let bytesPacked = 0;
  let bytesUnpacked = 0;
  const packed = counted(
    untilBroken(raw, (error) => {
      broken = error;
    }),
    (bytes) => {
      bytesPacked += bytes;
    },
  );
  const gunzip = withoutThrowing(createGunzip());
  pipeline(packed, gunzip, () => {});
  const plain = untilBroken(gunzip, (error) => {
    // That the data is incomplete is only what follows.
    broken ??= error;
  });
  try {
    for await (const chunk of plain) {
      bytesUnpacked += chunk.length;
      if (bytesUnpacked > Math.max(UNPACKED_FREELY, bytesPacked * ratioMax)) throw new UnpacksToTooMuch();
      yield chunk;
    }
  } finally {
    gunzip.destroy();
  }
  if (broken !== null) throw broken;
}

async function* counted(source: AsyncIterable<Buffer>, count: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    count(chunk.length);
    yield chunk;
  }
}

/** Yields the chunks of a source until it fails, including those still buffered, which the stream's own iterator drops. */
export async function* untilBroken(source: Readable, onBroken: (error: Error) => void): AsyncGenerator<Buffer> {
  try {
    yield* source.iterator({ destroyOnReturn: false });
  } catch (error) {
    const rest: Buffer | null = source.read();
    if (rest !== null) yield rest;
    onBroken(error as Error);
  }
}

/** The first bytes: at least two, unless the stream has fewer. */
async function firstBytes(raw: Readable): Promise<Buffer> {
  let head = Buffer.alloc(0);
  for await (const chunk of raw.iterator({ destroyOnReturn: false })) {
    head = Buffer.concat([head, chunk]);
    if (head.length >= 2) break;
  }
  return head;
}
