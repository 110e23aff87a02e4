import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { refuse } from '../http/errors.js';
import { addPublicFile, type PublicFile, publicFileOf } from '../http/public-file.js';

/** `/console`: the pages for people, which show what the API answers. `npm run build` makes their files. */
export function addConsole(app: FastifyInstance): void {
  const files = new URL('.', import.meta.resolve('#goalpost/console-files/index.html.gz'));
  const page = builtFile(files, 'index.html');
  addPublicFile(app, '/console', { ...PAGE_HEADERS, 'content-type': 'text/html; charset=utf-8' }, page);
  const folder = new URL('assets/', files);
  const names = readdirSync(folder).filter((name) => name.endsWith('.gz'));
  const assets = new Map(names.map((name) => [name, builtFile(folder, name.slice(0, -'.gz'.length))]));
  // One address for each kind, so that metrics name no file.
  for (const [ending, mediaType] of Object.entries(MEDIA_TYPES)) {
    const headers = { ...ASSET_HEADERS, 'content-type': `${mediaType}; charset=utf-8` };
    addPublicFile(app, `/console/assets/:name(^[\\w-]+).${ending}`, headers, ({ params }) => {
      const asset = assets.get(`${(params as { name: string }).name}.${ending}.gz`);
      if (!asset) throw refuse.notFound('no_address');
      return asset();
    });
  }
}

/** A file that is read and unpacked once, on the first request for it. */
function builtFile(folder: URL, name: string): () => Promise<PublicFile> {
  const read = (ending: string) => readFile(new URL(`${name}.${ending}`, folder));
  let file: Promise<PublicFile> | null = null;
  return () => {
    file ??= Promise.all([read('gz'), read('br')]).then(([gzipped, brotli]) => publicFileOf(gzipped, brotli));
    return file;
  };
}

const MEDIA_TYPES = { js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' };

const PAGE_HEADERS = {
  'cache-control': 'no-cache',
  // Nothing inline runs or applies: a text of a visitor that became markup by mistake could neither act nor disguise itself.
  'content-security-policy': [
    "default-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
};

/** A file's name has the hash of its content. */
const ASSET_HEADERS = { 'cache-control': 'public, max-age=31536000, immutable' };
