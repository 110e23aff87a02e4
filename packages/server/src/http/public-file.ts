import { hash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/**
 * A public file, prepared once in each form in which it is sent. All answers share these bytes, so many or slow clients cost
 * no more memory.
 */
export interface PublicFile {
  readonly etag: string;
  readonly plain: Buffer;
  readonly gzipped: Buffer;
  /** Null for a file that is made while the server runs: good compression with Brotli takes too long for that. */
  readonly brotli: Buffer | null;
}

/** Prepares a file from its content. */
export async function publicFile(plain: Buffer): Promise<PublicFile> {
  return { etag: etagOf(plain), plain, gzipped: await promisify(gzip)(plain, { level: 9 }), brotli: null };
}

/** Prepares a file that `npm run build` has compressed. */
export async function publicFileOf(gzipped: Buffer, brotli: Buffer | null = null): Promise<PublicFile> {
  const plain = await promisify(gunzip)(gzipped);
  return { etag: etagOf(plain), plain, gzipped, brotli };
}

function etagOf(plain: Buffer): string {
  return `"${hash('sha256', plain, 'base64url').slice(0, 22)}"`;
}

/** Serves a file. `fileFor` is called for each request and must cache the file. */
export function addPublicFile(
  app: FastifyInstance,
  url: string,
  headers: Readonly<Record<string, string>>,
  fileFor: (request: FastifyRequest) => Promise<PublicFile>,
): void {
  app.get(url, {
    config: { rateLimit: false },
    // All public files share one rate window of an address.
    onRequest: app.countPublicFile,
    schema: { hide: true },
    handler: async (request, reply) => {
      const file = await fileFor(request);
      return sendFile(request, reply.headers(headers), file);
    },
  });
}

function sendFile({ headers }: FastifyRequest, reply: FastifyReply, file: PublicFile): FastifyReply {
  reply.headers({ etag: file.etag, vary: 'accept-encoding' });
  if (headers['if-none-match'] === file.etag) return reply.code(304).send();
  const accepted = headers['accept-encoding'];
  if (file.brotli && accepts(accepted, BROTLI)) return reply.header('content-encoding', 'br').send(file.brotli);
  if (accepts(accepted, GZIP)) return reply.header('content-encoding', 'gzip').send(file.gzipped);
  return reply.send(file.plain);
}

const BROTLI = /(?:^|,)\s*br\s*(?:;\s*q=([\d.]+))?\s*(?:,|$)/i;
const GZIP = /(?:^|,)\s*(?:x-)?gzip\s*(?:;\s*q=([\d.]+))?\s*(?:,|$)/i;

/** RFC 9110, 12.5.3: a weight of 0 means that the client does not accept it. */
function accepts(accepted: string | undefined, coding: RegExp): boolean {
  const found = coding.exec(accepted ?? '');
  return found !== null && Number(found[1] ?? 1) > 0;
}
