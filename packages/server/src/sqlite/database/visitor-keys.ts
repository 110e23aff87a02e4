import { randomBytes } from 'node:crypto';
import type { Connection } from './connection.js';

/** Creates new keys for projects that have none because they come from a backup. */
export function renewVisitorKeys(connection: Connection): void {
  const missing = () =>
    connection.arrays<[number]>(`SELECT project_no FROM projects WHERE visitor_key = ''`).all() as [number][];
  // Checked first, so that opening a file usually does not wait for a writer.
  if (missing().length === 0) return;
  connection.write(() => {
    for (const [project] of missing()) {
      connection
        .statement<unknown, [string, number]>('UPDATE projects SET visitor_key = ? WHERE project_no = ?')
        .run(randomBytes(32).toString('hex'), project);
    }
  });
}
