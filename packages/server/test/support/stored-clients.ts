import path from 'node:path';
import Database from 'better-sqlite3';
import type { Client } from '#goalpost/collect/client.js';

/** What an SQLite store keeps of the clients of its sessions, by session id. */
export function storedClients(dataDir: string): Record<string, Client> {
  const db = new Database(path.join(dataDir, 'goalpost.db'), { readonly: true });
  try {
    const rows = db
      .prepare<unknown[], Client & { id: string }>(
        'SELECT session_id AS id, browser, device, platform_os AS platformOs, language, country FROM sessions',
      )
      .all();
    return Object.fromEntries(rows.map(({ id, ...client }) => [id, client]));
  } finally {
    db.close();
  }
}
