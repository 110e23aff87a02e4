import type { Connection } from '../database/connection.js';

/** SQL for the full URL of an event in `table`: the same text that was stored. */
export function urlIn(table: string): string {
  return `coalesce((SELECT origin FROM origins WHERE origin_no = ${table}.url_origin), '') || ${table}.url_path`;
}

/** Splits a URL before the first "/" after "://". The origin of a bare path is null. */
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
 * The origins of the events in one commit. The counts of events per origin are saved at its end, so that an origin is
 * deleted with its last event. The numbers are valid within the commit only, because another process may delete an
 * origin and reuse its number.
 */
export class Origins {
  readonly #connection: Connection;
  readonly #used = new Map<string, Used>();
  readonly #released = new Map<number, number>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The number of an origin. Adds the origin if it is new; `save` deletes it again if no event uses it. */
  numberOf(origin: string): number {
    const known = this.#used.get(origin);
    if (known) return known.no;
    const no = this.#find(origin) ?? this.#make(origin);
    this.#used.set(origin, { no, events: 0 });
    return no;
  }

  /** Counts a stored event. */
  count(origin: string): void {
    this.#used.get(origin)!.events++;
  }

  /** Counts an event that was deleted. */
  release(no: number): void {
    this.#released.set(no, (this.#released.get(no) ?? 0) + 1);
  }

  save(): void {
    for (const { no, events } of this.#used.values()) {
      changeCount(this.#connection, no, events - (this.#released.get(no) ?? 0));
      this.#released.delete(no);
    }
    for (const [no, events] of this.#released) changeCount(this.#connection, no, -events);
  }

  #find(origin: string): number | undefined {
    return this.#connection
      .statement<{ no: number }, [string]>('SELECT origin_no AS no FROM origins WHERE origin = ?')
      .get(origin)?.no;
  }

  #make(origin: string): number {
    const { lastInsertRowid } = this.#connection
      .statement<unknown, [string]>('INSERT INTO origins (origin, events) VALUES (?, 0)')
      .run(origin);
    return Number(lastInsertRowid);
  }
}

/** Updates the counts of origins. Call it before a session's events are deleted. */
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
  if (events === 0) connection.statement<unknown, [number]>('DELETE FROM origins WHERE origin_no = ?').run(no);
}
