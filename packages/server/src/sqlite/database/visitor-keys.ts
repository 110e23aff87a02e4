import { randomBytes } from 'node:crypto';
import type { Connection } from './connection.js';

/** Gives new keys to the projects of a backup, which has none. */
export function renewVisitorKeys(connection: Connection): void {
  const missing = () =>
    connection.arrays<[number]>(`SELECT project_no FROM projects WHERE visitor_key = ''`).all() as [number][];
  // Mostly there are none, so opening a file never waits for a writer.
  if (missing().length === 0) return;
  connection.write(() => {
    for (const [project] of missing()) {
      connection
        .statement<unknown, [string, number]>('UPDATE projects SET visitor_key = ? WHERE project_no = ?')
        .run(randomBytes(32).toString('hex'), project);
    }
  });
}
