import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

/** How long a browser caches the tracker, in seconds. */
const TRACKER_FRESH_S = 3600;

/** `GET /t.js`: the tracker script that sites load. */
export function addTrackerRoute(app: FastifyInstance): void {
  const script = readFileSync(new URL(import.meta.resolve('#goalpost/t.js')));
  const packed = gzipSync(script, { level: 9 });
  const etag = `"${hash('sha256', script, 'base64url').slice(0, 22)}"`;
  app.get('/t.js', { config: { rateLimit: false }, schema: { hide: true } }, (request, reply) => {
    reply.headers({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': `public, max-age=${TRACKER_FRESH_S}`,
      etag,
      vary: 'Accept-Encoding',
      'x-content-type-options': 'nosniff',
      // Sites of other origins load the script, also with `crossorigin` and under COEP.
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    });
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    const isPacked = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    return isPacked ? reply.header('content-encoding', 'gzip').send(packed) : reply.send(script);
  });
}
