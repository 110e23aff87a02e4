// Writes the files of the API reference to dist/page, gzipped: the page itself, the library that renders it, the
// guides, and the document in the formats that need large libraries. Run by `npm run build`.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { stringify } from 'yaml';
import { buildApp } from './dist/app.js';
import { GUIDES } from './dist/reference/guides.js';
import { openSqliteStore } from './dist/sqlite/sqlite-store.js';
import { toPostman } from './postman.mjs';
import { renderGuide } from './render-guide.mjs';

const document = await describe();
const scalar = createRequire(import.meta.url).resolve('@scalar/fastify-api-reference');

rmSync('dist/page', { recursive: true, force: true });
mkdirSync('dist/page', { recursive: true });
for (const name of ['reference.html', 'reference.css', 'reference.js', 'guide.css'])
  write(name, readFileSync(`page/${name}`));
for (const guide of GUIDES) write(`${guide.name}.html`, renderGuide(guide));
write('scalar.js', readFileSync(path.join(path.dirname(scalar), 'js/standalone.js')));
write('openapi.yaml', stringify(document, { aliasDuplicateObjects: false, lineWidth: 0 }));
write('postman.json', JSON.stringify(await toPostman(document)));

function write(name, content) {
  writeFileSync(`dist/page/${name}.gz`, gzipSync(content, { level: 9 }));
}

/** The OpenAPI document. It does not depend on stored data, so an empty store is enough. */
async function describe() {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
  const store = openSqliteStore(dataDir);
  const app = await buildApp({ store });
  const described = JSON.stringify(app.swagger());
  await app.close();
  await store.close();
  rmSync(dataDir, { recursive: true });
  return JSON.parse(described);
}
