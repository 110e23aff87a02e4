import { Connection } from './connection.js';
import { readOnlyUrl } from './files.js';
import { migrateTo } from './migrate.js';

/**
 * Rows from which a visitor's address can be found by trying all addresses; the id of this installation alone; and feeds, whose
 * followers must not take those of the copy for the ones that they know.
 */
const LEFT_OUT: ReadonlySet<string> = new Set(['salts', 'visitors', 'installation', 'feeds', 'feed_changes']);
/** A column with a secret key. The next server that opens the copy creates a new one (`visitor-keys.ts`). */
const EMPTIED: ReadonlySet<string> = new Set(['visitor_key']);

/** The file does not have the tables that its schema number promises. */
export class OtherTables extends Error {
  override readonly name = 'OtherTables';
}

/**
 * Copies one snapshot of the database `source` to the new file `target`, row by row, so that nothing that was deleted and
 * nothing that tells visitors' addresses is ever written there. Tables are created by our own migrations: the source gives
 * data and no SQL.
 *
 * @throws {OtherTables}
 * @throws {Error} of SQLite when the source cannot be read or the target not written.
 */
export function copyDatabase(source: string, target: string): void {
  const copy = Connection.openNew(target);
  try {
    copy.statement<unknown, [string]>('ATTACH ? AS source').run(readOnlyUrl(source));
    migrateTo(copy, copy.pragma('source.user_version') as number);
    // Migrations free pages.
    copy.execute('VACUUM');
    copy.read(() => {
      for (const table of tablesOf(copy)) copyTable(copy, table);
    });
  } finally {
    copy.close();
  }
}

function tablesOf(copy: Connection): string[] {
  return copy
    .arrays<[string]>(`SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'`)
    .all()
    .map(([name]) => name);
}

function copyTable(copy: Connection, table: string): void {
  const columns = columnsOf(copy, 'main', table);
  if (columnsOf(copy, 'source', table).join() !== columns.join()) {
    throw new OtherTables(`its table ${table} is not the one of its schema`);
  }
  if (LEFT_OUT.has(table)) return;
  // Migrations put rows into some tables.
  copy.execute(`DELETE FROM main.${table}`);
  // With an asterisk, SQLite copies whole pages of a table and its indexes.
  const isWhole = !columns.some((column) => EMPTIED.has(column));
  const copied = isWhole ? '*' : columns.map((column) => (EMPTIED.has(column) ? "''" : column)).join();
  copy.execute(`INSERT INTO main.${table} SELECT ${copied} FROM source.${table}`);
}

function columnsOf(copy: Connection, schema: 'main' | 'source', table: string): string[] {
  return copy
    .arrays<[string], [string, string]>('SELECT name FROM pragma_table_info(?, ?)')
    .all(table, schema)
    .map(([name]) => name);
}
