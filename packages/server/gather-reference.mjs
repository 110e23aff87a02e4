// Gathers the files of the API reference into dist/page, gzipped: the page itself, the library that shows it, and the
// document in the forms that take large libraries to make. Run by `npm run build`.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import postman from 'openapi-to-postmanv2';
import { stringify } from 'yaml';
import { buildApp } from './dist/app.js';
import { GUIDES } from './dist/reference/page.js';
import { openSqliteStore } from './dist/sqlite/sqlite-store.js';

const document = await describe();
const scalar = createRequire(import.meta.url).resolve('@scalar/fastify-api-reference');

mkdirSync('dist/page', { recursive: true });
for (const name of ['reference.html', 'reference.css', 'reference.js']) write(name, readFileSync(`page/${name}`));
for (const guide of GUIDES) write(`${guide}.md`, readFileSync(`../../docs/api/${guide}.md`));
write('scalar.js', readFileSync(path.join(path.dirname(scalar), 'js/standalone.js')));
write('openapi.yaml', stringify(document, { aliasDuplicateObjects: false, lineWidth: 0 }));
write('postman.json', JSON.stringify(await toPostman()));

function write(name, content) {
  writeFileSync(`dist/page/${name}.gz`, gzipSync(content, { level: 9 }));
}

/** The OpenAPI document, which is the same whatever is stored. */
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

/** A request for each operation, with the answers the document has examples of; address and token are variables. */
function toPostman() {
  const options = { folderStrategy: 'Tags', parametersResolution: 'Example' };
  return new Promise((resolve, reject) => {
    // The converter writes into what it is given.
    postman.convertV2({ type: 'json', data: structuredClone(document) }, options, (error, result) => {
      if (result?.result) resolve(result.output[0].data);
      else reject(error ?? new Error(result.reason));
    });
  });
}
