import type { FastifyRequest } from 'fastify';
import { refuse } from './errors.js';

/** Limit for bodies that are read completely before they are parsed. */
export const BODY_MS_MAX = 30_000;

/** Reads a body as UTF-8. Rejects with a refusal (too large, too slow), or with the connection's error. */
export function readText(
  { raw, headers }: FastifyRequest,
  bytesMax: number,
  done: (error: Error | null, text: string) => void,
): void {
  if (Number(headers['content-length']) > bytesMax) {
    done(refuse.tooLarge(bytesMax), '');
    return;
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  const timer = setTimeout(() => finish(refuse.malformedHttp(408, 'too_slow')), BODY_MS_MAX);
  const onData = (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > bytesMax) finish(refuse.tooLarge(bytesMax));
    else chunks.push(chunk);
  };
  const onEnd = () => finish(null);
  const finish = (error: Error | null) => {
    clearTimeout(timer);
    raw.off('data', onData).off('end', onEnd).off('error', finish);
    done(error, error ? '' : Buffer.concat(chunks, bytes).toString());
  };
  raw.on('data', onData).on('end', onEnd).on('error', finish);
}
