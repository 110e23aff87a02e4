import type { FastifyInstance } from 'fastify';
import { addPublicFile } from '../http/public-file.js';
import { builtFile } from './files.js';
import { GUIDES } from './guides.js';

/** `/reference`: the API reference for people. All its files come from this server. */
export function addReferencePage(app: FastifyInstance): void {
  add(app, '/reference', 'text/html', 'reference.html');
  add(app, '/reference/reference.css', 'text/css', 'reference.css');
  add(app, '/reference/reference.js', 'text/javascript', 'reference.js');
  add(app, '/reference/scalar.js', 'text/javascript', 'scalar.js');
  add(app, '/reference/guide.css', 'text/css', 'guide.css');
  for (const { name } of GUIDES) add(app, `/reference/${name}`, 'text/html', `${name}.html`);
}

function add(app: FastifyInstance, url: string, mediaType: string, name: string): void {
  const headers = { ...HEADERS, 'content-type': `${mediaType}; charset=utf-8` };
  addPublicFile(app, url, headers, builtFile(name));
}

const HEADERS = {
  'cache-control': 'no-cache',
  // The page can only connect to this server, even if its content is malicious. Its library needs inline styles.
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
};
