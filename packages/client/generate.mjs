// npm run generate: writes the types of the API, from the OpenAPI document that the server makes of its own routes.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '@goalpost/server/dist/app.js';
import { openSqliteStore } from '@goalpost/server/dist/sqlite/sqlite-store.js';
import openapiTypes, { astToString, COMMENT_HEADER } from 'openapi-typescript';

const [, , file] = process.argv;
const dataDir = mkdtempSync(join(tmpdir(), 'goalpost-'));
const store = openSqliteStore(dataDir);
const app = await buildApp({ store });
const document = app.swagger();
await app.close();
await store.close();
rmSync(dataDir, { recursive: true });

// A field with a default is one that may be left out of a request, and that is where all defaults are.
const types = await openapiTypes(document, { immutable: true, defaultNonNullable: false });
writeFileSync(file, `${COMMENT_HEADER}${astToString(types)}`);
