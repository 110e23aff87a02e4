import { gunzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { withOrigin } from '../http/origin.js';
import { gzippedFile } from './files.js';

/** The API as a document: OpenAPI 3.1 in two notations, and a Postman collection (format 2.1). */
export function addExports(app: FastifyInstance): void {
  add(app, '/openapi.json', 'application/json', async () => JSON.stringify(app.swagger()));
  // Made by `npm run build`, because the libraries for it take longer to load than the server takes to start.
  add(app, '/openapi.yaml', 'application/yaml', unpacked('openapi.yaml'));
  add(app, '/postman.json', 'application/json', unpacked('postman.json'));
}

function add(app: FastifyInstance, url: string, mediaType: string, make: () => Promise<string>): void {
  let made: Promise<string> | null = null;
  app.get(url, {
    config: { rateLimit: false },
    schema: { hide: true },
    handler: async (request, reply) => {
      made ??= make();
      const text = withOrigin(await made, request);
      // The text contains the origin of this request, under which other clients may not reach this server.
      reply.type(`${mediaType}; charset=utf-8`).header('cache-control', 'private, no-cache');
      return text;
    },
  });
}

function unpacked(name: string): () => Promise<string> {
  const file = gzippedFile(name);
  return async () => gunzipSync(await file()).toString();
}
