import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';

// Looks into a database file from outside, as another program would.

/** The rows of a query, each as an array in the order of its columns. */
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

/** The first value that a query gives. */
export function valueIn(file: string, sql: string): SQLOutputValue | undefined {
  return rowsIn(file, sql)[0]?.[0];
}

/** Runs statements on the file, which is made when it is missing. */
export function executeIn(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}
