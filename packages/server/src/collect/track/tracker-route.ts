import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { addPublicFile, publicFile } from '../../http/public-file.js';

/** How long a browser uses the tracker it has before it asks for a newer one, in seconds. */
const TRACKER_FRESH_S = 3600;

const HEADERS = {
  'content-type': 'text/javascript; charset=utf-8',
  'cache-control': `public, max-age=${TRACKER_FRESH_S}`,
  // Sites of other origins load it, with `crossorigin` and under COEP too.
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
};

/** `GET /t.js`: the script a site loads. */
export function addTrackerRoute(app: FastifyInstance): void {
  const script = publicFile(readFileSync(new URL(import.meta.resolve('#goalpost/t.js'))));
  addPublicFile(app, '/t.js', HEADERS, () => script);
}
