import type { Connection } from '../database/connection.js';

/** The URL of an event; `table` is what the event's row is called. The same text that was stored. */
export function urlIn(table: string): string {
  return `coalesce((SELECT origin FROM origins WHERE origin_no = ${table}.url_origin), '') || ${table}.url_path`;
}

/** A URL as it is stored: all before the first "/" after "://", and what follows. The origin of a bare path is null. */
export function splitUrl(url: string): { readonly origin: string | null; readonly path: string } {
  if (url.startsWith('/')) return { origin: null, path: url };
  const end = url.indexOf('/', url.indexOf('://') + 3);
  return end < 0 ? { origin: url, path: '' } : { origin: url.slice(0, end), path: url.slice(end) };
}

interface Used {
  readonly no: number;
  events: number;
}

/**
 * The origins that events of one commit have. How many events have each is noted at its end, so that an origin goes with
 * the last of them. Numbers hold for the commit only: another process may drop an origin, and its number be given again.
 */
export class Origins {
  readonly #connection: Connection;
  readonly #used = new Map<string, Used>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The number of an origin, which is made when there is none. `save` drops it should no event have it after all. */
  numberOf(origin: string): number {
    const known = this.#used.get(origin);
    if (known) return known.no;
    const no = this.#find(origin) ?? this.#make(origin);
    this.#used.set(origin, { no, events: 0 });
    return no;
  }

  /** Notes an event that has been stored. */
  count(origin: string): void {
    this.#used.get(origin)!.events++;
  }

  save(): void {
    for (const { no, events } of this.#used.values()) changeCount(this.#connection, no, events);
  }

  #find(origin: string): number | undefined {
    return this.#connection
      .statement<{ no: number }, [string]>('SELECT origin_no AS no FROM origins WHERE origin = ?')
      .get(origin)?.no;
  }

  #make(origin: string): number {
    const { lastInsertRowid } = this.#connection
      .statement('INSERT INTO origins (origin, events) VALUES (?, 0)')
      .run(origin);
    return Number(lastInsertRowid);
  }
}

/** To be called before a session's events are deleted. */
export function releaseOrigins(connection: Connection, sessionNo: number): void {
  const used = connection
    .statement<Used, [number]>(
      'SELECT url_origin AS no, count(*) AS events FROM events WHERE session_no = ? AND url_origin IS NOT NULL GROUP BY 1',
    )
    .all(sessionNo);
  for (const { no, events } of used) changeCount(connection, no, -events);
}

function changeCount(connection: Connection, no: number, by: number): void {
  const { events } = connection
    .statement<{ events: number }, [number, number]>(
      'UPDATE origins SET events = events + ? WHERE origin_no = ? RETURNING events',
    )
    .get(by, no)!;
  if (events === 0) connection.statement('DELETE FROM origins WHERE origin_no = ?').run(no);
}
