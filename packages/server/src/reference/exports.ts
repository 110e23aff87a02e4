import type { FastifyInstance } from 'fastify';
import { LRUCache } from 'lru-cache';
import { ORIGIN, originOf } from '../http/origin.js';
import { addPublicFile, type PublicFile, publicFile } from '../http/public-file.js';
import { builtFile } from './files.js';

/** The API as a document: OpenAPI 3.1 in two notations, and a Postman collection (format 2.1). */
export function addExports(app: FastifyInstance): void {
  add(app, '/openapi.json', 'application/json', async () => JSON.stringify(app.swagger()));
  // Made by `npm run build`, because the libraries for it take longer to load than the server takes to start.
  add(app, '/openapi.yaml', 'application/yaml', textOf('openapi.yaml'));
  add(app, '/postman.json', 'application/json', textOf('postman.json'));
}

/**
 * The copies for new addresses are made one after the other: however many addresses strangers make up, compression takes
 * one thread at most.
 */
let lastMade: Promise<unknown> = Promise.resolve();

function oneAtATime<Value>(make: () => Promise<Value>): Promise<Value> {
  const made = lastMade.then(make);
  lastMade = made.catch(() => {});
  return made;
}

/** Addresses of this server for which a document is kept; a stranger can make up any number. */
const ORIGINS_KEPT_MAX = 8;

function add(app: FastifyInstance, url: string, mediaType: string, make: () => Promise<string>): void {
  const files = new LRUCache<string, Promise<PublicFile>>({ max: ORIGINS_KEPT_MAX });
  let made: Promise<string> | null = null;
  const fileOf = async (origin: string) => {
    made ??= make();
    const text = await made;
    return oneAtATime(() => publicFile(Buffer.from(text.replaceAll(ORIGIN, () => origin))));
  };
  // The text contains the origin of this request, under which other clients may not reach this server.
  const headers = { 'content-type': `${mediaType}; charset=utf-8`, 'cache-control': 'private, no-cache' };
  addPublicFile(app, url, headers, async (request) => {
    const origin = originOf(request);
    const file = files.get(origin) ?? fileOf(origin);
    files.set(origin, file);
    return file;
  });
}

function textOf(name: string): () => Promise<string> {
  const file = builtFile(name);
  return async () => (await file()).plain.toString();
}
