import type { Connection } from './connection.js';

/** Reads and writes for real: what is written is the schema's number over itself, which takes a page to the disk. */
export function probe(connection: Connection): void {
  connection.write(() => {
    const version = connection.handle.pragma('user_version', { simple: true });
    connection.handle.pragma(`user_version = ${version}`);
  });
}
