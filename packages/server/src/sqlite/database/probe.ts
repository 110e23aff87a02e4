import type { Connection } from './connection.js';

/** Does a real read and a real write: it rewrites the schema number, which writes a page to disk. */
export function probe(connection: Connection): void {
  connection.write(() => {
    connection.execute(`PRAGMA user_version = ${connection.pragma('user_version')}`);
  });
}
