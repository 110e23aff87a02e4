import { newUlid } from '../../model/ulid.js';
import type { Connection } from '../database/connection.js';

export function findInstallation(connection: Connection): string | null {
  return connection.statement<{ id: string }, []>('SELECT id FROM installation').get()?.id ?? null;
}

/** Creates the id of this installation, unless another process has created it in the meantime. */
export function makeInstallation(connection: Connection): string {
  return connection.write(() => {
    connection.statement<unknown, [string]>('INSERT OR IGNORE INTO installation VALUES (1, ?)').run(newUlid());
    return findInstallation(connection)!;
  });
}
