import type { Client } from '../../model/client.js';
import type { Connection } from '../database/connection.js';

/**
 * The number of what a visitor uses, which is made when nobody used the like before. It stays when the last session that
 * had it is erased: nothing in it says whose it was.
 */
export function clientNo(connection: Connection, { browser, device, platformOs, language, country }: Client): number {
  const facts = [browser, device, platformOs, language, country];
  const known = connection
    .statement<{ no: number }>(
      `SELECT client_no AS no FROM clients
       WHERE browser IS ? AND device IS ? AND platform_os IS ? AND language IS ? AND country IS ?`,
    )
    .get(...facts);
  if (known) return known.no;
  const { lastInsertRowid } = connection
    .statement('INSERT INTO clients (browser, device, platform_os, language, country) VALUES (?, ?, ?, ?, ?)')
    .run(...facts);
  return Number(lastInsertRowid);
}
