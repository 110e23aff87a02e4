import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { addPublicFile, publicFile } from '../../http/public-file.js';

/** How long a browser caches the tracker, in seconds. */
const TRACKER_FRESH_S = 3600;

const HEADERS = {
  'content-type': 'text/javascript; charset=utf-8',
  'cache-control': `public, max-age=${TRACKER_FRESH_S}`,
  // Sites of other origins load the script, also with `crossorigin` and under COEP.
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
};

/** `GET /t.js`: the tracker script that sites load. */
export function addTrackerRoute(app: FastifyInstance): void {
  const script = publicFile(readFileSync(new URL(import.meta.resolve('#goalpost/t.js'))));
  addPublicFile(app, '/t.js', HEADERS, () => script);
}
