import type { MoveNote } from '../../store/contents.js';
import type { Connection } from '../database/connection.js';

export function moveNote(connection: Connection): MoveNote | null {
  return connection.statement<[], MoveNote>('SELECT installation, fingerprint FROM moves').get() ?? null;
}

export function keepMoveNote(connection: Connection, note: MoveNote): void {
  connection.statement<[MoveNote]>('INSERT OR REPLACE INTO moves VALUES (1, :installation, :fingerprint)').run(note);
}
