import type { Client } from '../../model/client.js';
import type { Connection } from '../database/connection.js';

type Fact = string | null;
type Facts = [browser: Fact, device: Fact, platformOs: Fact, language: Fact, country: Fact];

/**
 * The number of a client. Adds the client if it is new. It stays when the last session that used it is erased, because
 * it does not identify a visitor.
 */
export function clientNo(connection: Connection, { browser, device, platformOs, language, country }: Client): number {
  const facts: Facts = [browser, device, platformOs, language, country];
  const known = connection
    .statement<{ no: number }, Facts>(
      `SELECT client_no AS no FROM clients
       WHERE browser IS ? AND device IS ? AND platform_os IS ? AND language IS ? AND country IS ?`,
    )
    .get(...facts);
  if (known) return known.no;
  const { lastInsertRowid } = connection
    .statement<unknown, Facts>(
      'INSERT INTO clients (browser, device, platform_os, language, country) VALUES (?, ?, ?, ?, ?)',
    )
    .run(...facts);
  return Number(lastInsertRowid);
}

/** The client with this number. */
export function findClient(connection: Connection, no: number): Client {
  return connection
    .statement<Client, [number]>(
      `SELECT browser, device, platform_os AS platformOs, language, country FROM clients WHERE client_no = ?`,
    )
    .get(no)!;
}
