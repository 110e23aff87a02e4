import { type Client, filledIn, isSameClient, UNKNOWN } from '../../model/client.js';
import type { Entry } from '../../model/entry.js';
import type { Event } from '../../model/event.js';
import type { EventId } from '../../model/ids.js';
import type { Connection } from '../database/connection.js';
import { clientNo } from '../rows/clients.js';
import { TYPE_CODES } from '../rows/event-rows.js';
import { SESSIONS } from '../rows/session-columns.js';

/** A session before a batch of events. */
interface StoredSession extends Client {
  readonly no: number;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly visits: number;
}

/** The fields of an event that a session depends on. */
export type Happened = Pick<Event, 'sessionId' | 'id' | 'type' | 'at'>;

interface Visit extends Pick<Happened, 'id' | 'at'> {
  /** How the session began according to this visit. */
  readonly entry: () => Entry | null;
}

/**
 * Collects the changes that a batch makes to one session and writes them at the end of the batch. Only changed columns
 * are written: most events come after all others of their session, and then change no index.
 */
export class SessionTally {
  readonly #connection: Connection;
  readonly #session: StoredSession;
  readonly #stored = { visit: 0, click: 0, event: 0 };
  #startedAt: number;
  #endedAt: number;
  readonly #visits: Visit[] = [];

  private constructor(connection: Connection, session: StoredSession) {
    this.#connection = connection;
    this.#session = session;
    this.#startedAt = session.startedAt;
    this.#endedAt = session.endedAt;
  }

  /** The tally of the event's session. Creates the session if it does not exist. */
  static of(connection: Connection, project: number, event: Happened, client: Client | null): SessionTally {
    const session = find(connection, project, event) ?? create(connection, project, event, client ?? UNKNOWN);
    return new SessionTally(connection, session);
  }

  get sessionNo(): number {
    return this.#session.no;
  }

  /** Adds a stored event. For a visit, `entry` tells how the session began if this is its earliest visit. */
  add(event: Happened, entry: () => Entry | null): void {
    this.#stored[event.type]++;
    this.#startedAt = Math.min(this.#startedAt, event.at);
    this.#endedAt = Math.max(this.#endedAt, event.at);
    if (event.type === 'visit') this.#visits.push({ id: event.id, at: event.at, entry });
  }

  /** Writes the changes. `client` fills in unknown client fields; null when nothing is known. Known fields are kept. */
  save(client: Client | null): void {
    const { no, startedAt } = this.#session;
    const { visit, click, event } = this.#stored;
    if (visit + click + event > 0) {
      this.#connection
        .statement<unknown, [number, number, number, number, number]>(
          `UPDATE sessions SET ended_at = ?, visits = visits + ?, clicks = clicks + ?, custom_events = custom_events + ?
           WHERE session_no = ?`,
        )
        .run(this.#endedAt, visit, click, event, no);
    }
    if (this.#startedAt < startedAt) {
      this.#connection
        .statement<unknown, [number, number]>('UPDATE sessions SET started_at = ? WHERE session_no = ?')
        .run(this.#startedAt, no);
    }
    if (client) this.#saveClient(client);
    this.#saveEntry();
  }

  #saveClient(client: Client): void {
    const filled = filledIn(this.#session, client);
    if (isSameClient(filled, this.#session)) return;
    this.#connection
      .statement<unknown, [number, number]>('UPDATE sessions SET client_no = ? WHERE session_no = ?')
      .run(clientNo(this.#connection, filled), this.#session.no);
  }

  /** Saves the entry if the session's earliest visit, by (time, id), is one of those just stored. */
  #saveEntry(): void {
    if (this.#visits.length === 0) return;
    const first = this.#visits.reduce((one, other) => (comesBefore(other, one) ? other : one));
    if (this.#session.visits > 0 && !this.#isEarliest(first)) return;
    const entry = first.entry();
    if (!entry) return;
    const { page, source, utmSource, utmMedium, utmCampaign, utmTerm, utmContent } = entry;
    this.#connection
      .statement<unknown, [...EntryValues, number]>(
        `UPDATE sessions SET entry_page = ?, source = ?, utm_source = ?, utm_medium = ?, utm_campaign = ?, utm_term = ?,
           utm_content = ?
         WHERE session_no = ?`,
      )
      .run(page, source, utmSource, utmMedium, utmCampaign, utmTerm, utmContent, this.#session.no);
  }

  #isEarliest({ id, at }: Visit): boolean {
    if (at > this.#session.endedAt) return false;
    const earliest = this.#connection
      .statement<{ id: EventId }, [number]>(
        `SELECT event_id AS id FROM events WHERE session_no = ? AND type = ${TYPE_CODES.visit}
         ORDER BY occurred_at, event_id LIMIT 1`,
      )
      .get(this.#session.no)!;
    return earliest.id === id;
  }
}

function comesBefore(one: Visit, other: Visit): boolean {
  return one.at === other.at ? one.id < other.id : one.at < other.at;
}

/** The fields of an entry in column order. */
type EntryValues = [
  page: string | null,
  source: string | null,
  utmSource: string | null,
  utmMedium: string | null,
  utmCampaign: string | null,
  utmTerm: string | null,
  utmContent: string | null,
];

/** In the order of the columns below. */
type FoundRow = [no: number, startedAt: number, endedAt: number, visits: number, ...ClientRow];
type ClientRow = [
  browser: string | null,
  device: string | null,
  platformOs: string | null,
  language: string | null,
  country: string | null,
];

/** Reads an array, because building an object for each row takes as long as finding the row. */
function find(connection: Connection, project: number, { sessionId }: Happened): StoredSession | undefined {
  const found = connection
    .arrays<FoundRow, [number, string]>(
      `SELECT session_no, started_at, ended_at, visits, browser, device, platform_os, language, country
       FROM ${SESSIONS} WHERE project_no = ? AND session_id = ?`,
    )
    .get(project, sessionId);
  if (!found) return undefined;
  const [no, startedAt, endedAt, visits, browser, device, platformOs, language, country] = found;
  return { no, startedAt, endedAt, visits, browser, device, platformOs, language, country };
}

function create(connection: Connection, project: number, { sessionId, at }: Happened, client: Client): StoredSession {
  const { lastInsertRowid } = connection
    .statement<unknown, [number, string, number, number, number]>(
      'INSERT INTO sessions (project_no, session_id, started_at, ended_at, client_no) VALUES (?, ?, ?, ?, ?)',
    )
    .run(project, sessionId, at, at, clientNo(connection, client));
  return { ...client, no: Number(lastInsertRowid), startedAt: at, endedAt: at, visits: 0 };
}
