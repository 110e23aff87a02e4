import type { MoveNote } from '../../store/contents.js';
import type { Connection } from '../database/connection.js';

export function moveNote(connection: Connection): MoveNote | null {
  return connection.statement<MoveNote, []>('SELECT installation, fingerprint FROM moves').get() ?? null;
}

export function keepMoveNote(connection: Connection, note: MoveNote): void {
  const { installation, fingerprint } = note;
  connection.statement('INSERT OR REPLACE INTO moves VALUES (1, ?, ?)').run(installation, fingerprint);
}
