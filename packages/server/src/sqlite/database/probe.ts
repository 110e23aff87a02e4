import type { Connection } from './connection.js';

/** Reads and writes for real: what is written is the schema's number over itself, which takes a page to the disk. */
export function probe(connection: Connection): void {
  connection.write(() => {
    connection.execute(`PRAGMA user_version = ${connection.pragma('user_version')}`);
  });
}
