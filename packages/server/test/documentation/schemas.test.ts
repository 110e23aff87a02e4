import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openSqliteStore } from '#goalpost/sqlite/sqlite-store.js';
import { blocksOf, readPage } from '../support/markdown.js';
import { rowsIn } from '../support/sqlite.js';

it("the schema in the SQLite engine's README matches its migrations", async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
  await openSqliteStore(dir).close();
  const made = rowsIn(
    path.join(dir, 'goalpost.db'),
    "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'",
  ).map(([sql]) => sql as string);
  rmSync(dir, { recursive: true });
  const [schema] = blocksOf(readPage('packages/server/src/sqlite/README.md'), 'sql');
  // A trigger has statements of its own, each with a semicolon.
  const described = plain(schema!)
    .split(/;(?= CREATE|$)/)
    .slice(0, -1);
  expect(described.map(definitionsOf).sort()).toEqual(made.map(plain).map(definitionsOf).sort());
});

/** Removes comments and quotes. SQLite quotes the name of a table that was renamed. */
function plain(sql: string): string {
  return sql.replaceAll(/--.*$/gm, '').replaceAll('"', '').replaceAll(/\s+/g, ' ').trim();
}

/** A statement with its definitions sorted, because SQLite puts columns that were added later last. */
function definitionsOf(statement: string): string {
  // A trigger is compared as it is.
  if (statement.includes('CREATE TRIGGER')) return statement.trim();
  const [, head, body, tail] = /^([^(]*)\((.*)\)([^)]*)$/.exec(statement.trim())!;
  const definitions = body!.split(/,(?![^(]*\))/).map((definition) => definition.trim());
  return `${head} (${head!.includes('INDEX') ? body : definitions.sort().join(', ')})${tail}`;
}
