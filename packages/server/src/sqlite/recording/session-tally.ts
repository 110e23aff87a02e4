import { type Client, filledIn, isSameClient, UNKNOWN } from '../../model/client.js';
import type { Entry } from '../../model/entry.js';
import type { Event } from '../../model/event.js';
import type { EventId } from '../../model/ids.js';
import type { Connection } from '../database/connection.js';
import { clientNo } from '../rows/clients.js';
import { TYPE_CODES } from '../rows/event-rows.js';
import { SESSIONS } from '../rows/session-columns.js';

/** A session as it was before a batch of events. */
interface StoredSession extends Client {
  readonly no: number;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly visits: number;
}

/** Of an event, all that counts here. */
export type Happened = Pick<Event, 'sessionId' | 'id' | 'type' | 'at'>;

interface Visit extends Pick<Happened, 'id' | 'at'> {
  /** How it says that the session began. */
  readonly entry: () => Entry | null;
}

/**
 * What a batch adds to one session; written when the batch has been gone through, and no more of it than is new: most
 * events come after all others of their session, and change no index.
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

  /** Of the event's session, which it begins when there is none. */
  static of(connection: Connection, project: number, event: Happened, client: Client | null): SessionTally {
    const session = find(connection, project, event) ?? create(connection, project, event, client ?? UNKNOWN);
    return new SessionTally(connection, session);
  }

  get sessionNo(): number {
    return this.#session.no;
  }

  /** Takes an event that has been stored; of a visit, `entry` says how the session began should it be its earliest. */
  add(event: Happened, entry: () => Entry | null): void {
    this.#stored[event.type]++;
    this.#startedAt = Math.min(this.#startedAt, event.at);
    this.#endedAt = Math.max(this.#endedAt, event.at);
    if (event.type === 'visit') this.#visits.push({ id: event.id, at: event.at, entry });
  }

  /** `client`: what is known of it by now; null when nothing is. What was known already stays. */
  save(client: Client | null): void {
    const { no, startedAt } = this.#session;
    const { visit, click, event } = this.#stored;
    if (visit + click + event > 0) {
      this.#connection
        .statement(
          `UPDATE sessions SET ended_at = ?, visits = visits + ?, clicks = clicks + ?, custom_events = custom_events + ?
           WHERE session_no = ?`,
        )
        .run(this.#endedAt, visit, click, event, no);
    }
    if (this.#startedAt < startedAt) {
      this.#connection.statement('UPDATE sessions SET started_at = ? WHERE session_no = ?').run(this.#startedAt, no);
    }
    if (client) this.#saveClient(client);
    this.#saveEntry();
  }

  #saveClient(client: Client): void {
    const filled = filledIn(this.#session, client);
    if (isSameClient(filled, this.#session)) return;
    this.#connection
      .statement('UPDATE sessions SET client_no = ? WHERE session_no = ?')
      .run(clientNo(this.#connection, filled), this.#session.no);
  }

  /** Notes how the session began when its earliest visit, by (time, id), is one of those just stored. */
  #saveEntry(): void {
    if (this.#visits.length === 0) return;
    const first = this.#visits.reduce((one, other) => (comesBefore(other, one) ? other : one));
    if (this.#session.visits > 0 && !this.#isEarliest(first)) return;
    const entry = first.entry();
    if (!entry) return;
    const { page, source, utmSource, utmMedium, utmCampaign, utmTerm, utmContent } = entry;
    this.#connection
      .statement(
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

/** In the order of the columns below. */
type FoundRow = [no: number, startedAt: number, endedAt: number, visits: number, ...ClientRow];
type ClientRow = [
  browser: string | null,
  device: string | null,
  platformOs: string | null,
  language: string | null,
  country: string | null,
];

/** As a list: making an object of each row takes as long as finding it. */
function find(connection: Connection, project: number, { sessionId }: Happened): StoredSession | undefined {
  const found = connection
    .arrays<FoundRow>(
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
    .statement('INSERT INTO sessions (project_no, session_id, started_at, ended_at, client_no) VALUES (?, ?, ?, ?, ?)')
    .run(project, sessionId, at, at, clientNo(connection, client));
  return { ...client, no: Number(lastInsertRowid), startedAt: at, endedAt: at, visits: 0 };
}
