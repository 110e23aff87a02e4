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
}

/** Prepares a file from its content. */
export async function publicFile(plain: Buffer): Promise<PublicFile> {
  return { etag: etagOf(plain), plain, gzipped: await promisify(gzip)(plain, { level: 9 }) };
}

/** Prepares a file that `npm run build` has compressed. */
export async function publicFileOf(gzipped: Buffer): Promise<PublicFile> {
  const plain = await promisify(gunzip)(gzipped);
  return { etag: etagOf(plain), plain, gzipped };
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
    handler: async (request, reply) => sendFile(request, reply.headers(headers), await fileFor(request)),
  });
}

function sendFile({ headers }: FastifyRequest, reply: FastifyReply, file: PublicFile): FastifyReply {
  reply.headers({ etag: file.etag, vary: 'accept-encoding' });
  if (headers['if-none-match'] === file.etag) return reply.code(304).send();
  if (!acceptsGzip(headers['accept-encoding'])) return reply.send(file.plain);
  return reply.header('content-encoding', 'gzip').send(file.gzipped);
}

/** RFC 9110, 12.5.3: a weight of 0 means that the client does not accept gzip. */
function acceptsGzip(accepted: string | undefined): boolean {
  const gzipped = /(?:^|,)\s*(?:x-)?gzip\s*(?:;\s*q=([\d.]+))?\s*(?:,|$)/i.exec(accepted ?? '');
  return gzipped !== null && Number(gzipped[1] ?? 1) > 0;
}
