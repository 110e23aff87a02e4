import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';

// Reads and writes a database file from outside, like another program.

/** The rows of a query, each as an array of its columns. */
export function rowsIn(file: string, sql: string): SQLOutputValue[][] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const statement = database.prepare(sql);
    statement.setReturnArrays(true);
    return statement.all() as unknown[] as SQLOutputValue[][];
  } finally {
    database.close();
  }
}

/** The first value of a query's result. */
export function valueIn(file: string, sql: string): SQLOutputValue | undefined {
  return rowsIn(file, sql)[0]?.[0];
}

/** Runs statements on the file. Creates the file if it does not exist. */
export function executeIn(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}
