import type { PageStart } from '../model/page.js';

/** A page start as text that is opaque to clients: base64url of a JSON list. */
export function writeCursor({ occurredAt, id, snapshot }: PageStart): string {
  return Buffer.from(JSON.stringify([occurredAt, id, snapshot])).toString('base64url');
}

/** Parses a cursor that `writeCursor` wrote. A forged cursor cannot leave the project of the token. */
export function readCursor(cursor: string): PageStart | 'unreadable' {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(parts) || parts.length !== 3) return 'unreadable';
    const [occurredAt, id, snapshot] = parts;
    const isOurs = Number.isSafeInteger(occurredAt) && typeof id === 'string' && typeof snapshot === 'string';
    return isOurs ? { occurredAt, id, snapshot } : 'unreadable';
  } catch {
    return 'unreadable';
  }
}
