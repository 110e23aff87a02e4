import { type Client, filledIn, isSameClient, UNKNOWN } from '../../model/client.js';
import { type Entry, entryOf, NO_ENTRY } from '../../model/entry/entry.js';
import { type Event, isOwnEvent, type Origin } from '../../model/event.js';
import type { EventId, SessionId } from '../../model/ids.js';
import { ENTRY_COLUMNS, ENTRY_FIELDS } from '../../store/session-row.js';
import type { Connection, Value } from '../database/connection.js';
import { notSourcesIn } from '../projects/projects.js';
import { clientNo } from '../rows/clients.js';
import { IS_PUBLIC, TYPE_CODES } from '../rows/event-rows.js';
import { urlIn } from '../rows/origins.js';
import { MIXED, ORIGIN_BITS, SESSIONS } from '../rows/session-columns.js';
import {
  countParts,
  dropMixedParts,
  originsIn,
  type Parts,
  partsOf,
  type StoredSession,
  saveMixedParts,
  seenOf,
} from './session-parts.js';

/** The fields of an event that a session depends on. */
export type Happened = Pick<Event, 'sessionId' | 'id' | 'type' | 'at' | 'origin'>;

/** The fields of a stored event by which it is counted. */
export interface Counted {
  readonly type: Event['type'];
  readonly name: string | null;
}

interface Visit extends Pick<Happened, 'id' | 'at' | 'origin'> {
  /** How the session began according to this visit. */
  readonly entry: () => Entry | null;
}

/**
 * Collects the changes that a batch makes to one session and writes them at the end of the batch. Only changed columns
 * are written: most events come after all others of their session, and then change no index.
 */
export class SessionTally {
  readonly #connection: Connection;
  readonly #projectNo: number;
  readonly #session: StoredSession;
  readonly #changed = { visit: 0, click: 0, event: 0 };
  /** The origins of the batch's events, repeated ones included. */
  readonly #told = new Set<Origin>();
  readonly #visits: Visit[] = [];
  #parts: Parts;
  #isChanged = false;
  #hasRemoved = false;

  private constructor(connection: Connection, projectNo: number, session: StoredSession) {
    this.#connection = connection;
    this.#projectNo = projectNo;
    this.#session = session;
    this.#parts = partsOf(connection, session);
  }

  /** The tally of the event's session. Creates the session if it does not exist. */
  static of(connection: Connection, project: number, event: Happened, client: Client | null): SessionTally {
    const session = find(connection, project, event) ?? create(connection, project, event, client ?? UNKNOWN);
    return new SessionTally(connection, project, session);
  }

  /** The tally of a stored session. */
  static stored(connection: Connection, project: number, sessionId: SessionId): SessionTally {
    return new SessionTally(connection, project, find(connection, project, { sessionId })!);
  }

  get sessionNo(): number {
    return this.#session.no;
  }

  /** Notes an event of the batch, stored or not. */
  note({ origin }: Happened): void {
    this.#told.add(origin);
  }

  /** Adds a stored event. For a visit, `entry` tells how the session began if this is the visit it began with. */
  add({ id, at, type, origin }: Happened, counted: Counted, entry: () => Entry | null): void {
    this.#isChanged = true;
    this.#count(counted, 1);
    this.#parts[origin] ??= { from: at, until: at, client: UNKNOWN, visits: 0 };
    const part = this.#parts[origin];
    part.from = Math.min(part.from, at);
    part.until = Math.max(part.until, at);
    if (type !== 'visit') return;
    part.visits++;
    this.#visits.push({ id, at, origin, entry });
  }

  /** Takes away a public event that was removed. */
  remove(counted: Counted): void {
    this.#count(counted, -1);
    this.#hasRemoved = true;
  }

  /**
   * Writes the changes. The client that events of an origin told fills in unknown fields; null when nothing is known. Known
   * fields are kept.
   */
  save(clientOf: (origin: Origin) => Client | null): void {
    if (this.#hasRemoved) this.#parts = countParts(this.#connection, this.#session.no, this.#parts);
    for (const origin of this.#told) this.#fillIn(origin, clientOf(origin));
    const seen = seenOf(this.#parts);
    if (this.#isChanged) this.#saveCounts(seen.until);
    this.#saveParts();
    if (seen.from !== this.#session.startedAt) this.#set('started_at', seen.from);
    if (!isSameClient(seen.client, this.#session)) this.#set('client_no', clientNo(this.#connection, seen.client));
    this.#saveEntry();
  }

  /** Writes all that follows from the stored events, after some trusted ones have become public with their client. */
  recount(): void {
    const { public: other, trusted } = this.#parts;
    if (trusted) this.#parts.public = { ...trusted, client: filledIn(other?.client ?? UNKNOWN, trusted.client) };
    this.#isChanged = true;
    this.#hasRemoved = true;
    this.save(() => null);
  }

  #count({ type, name }: Counted, by: 1 | -1): void {
    if (!isOwnEvent(name)) this.#changed[type] += by;
  }

  #fillIn(origin: Origin, client: Client | null): void {
    const part = this.#parts[origin];
    if (part && client) part.client = filledIn(part.client, client);
  }

  #saveCounts(endedAt: number): void {
    const { visit, click, event } = this.#changed;
    this.#connection
      .statement<unknown, [number, number, number, number, number, number]>(
        `UPDATE sessions SET ended_at = ?, visits = visits + ?, clicks = clicks + ?, custom_events = custom_events + ?,
           event_origins = ?
         WHERE session_no = ?`,
      )
      .run(endedAt, visit, click, event, originsIn(this.#parts), this.#session.no);
  }

  #saveParts(): void {
    const { public: other, trusted } = this.#parts;
    const { no, eventOrigins } = this.#session;
    if (other && trusted) saveMixedParts(this.#connection, no, { public: other, trusted });
    else if (eventOrigins === MIXED) dropMixedParts(this.#connection, no);
  }

  #set(column: 'started_at' | 'client_no', value: number): void {
    this.#connection
      .statement<unknown, [number, number]>(`UPDATE sessions SET ${column} = ? WHERE session_no = ?`)
      .run(value, this.#session.no);
  }

  /** Saves the entry if the visit that the session began with is one of those just stored, or may have been removed. */
  #saveEntry(): void {
    const entry = this.#hasRemoved ? this.#readEntry() : this.#newEntry();
    if (!entry) return;
    this.#connection
      .statement<unknown, readonly Value[]>(SAVE_ENTRY)
      .run(...ENTRY_FIELDS.map((field) => entry[field]), this.#session.no);
  }

  #newEntry(): Entry | null {
    if (this.#visits.length === 0) return null;
    const first = this.#visits.reduce((one, other) => (comesBefore(other, one) ? other : one));
    if (this.#session.visits > 0 && !this.#isFirst(first)) return null;
    return first.entry();
  }

  #isFirst({ id, at, origin }: Visit): boolean {
    if (this.#session.eventOrigins === ORIGIN_BITS[origin] && at > this.#session.endedAt) return false;
    const first = this.#connection
      .statement<{ id: EventId }, [number]>(`SELECT event_id AS id FROM ${FIRST_VISIT}`)
      .get(this.#session.no)!;
    return first.id === id;
  }

  #readEntry(): Entry {
    const first = this.#connection
      .statement<{ url: string; referrer: string | null }, [number]>(
        `SELECT ${urlIn('events')} AS url, referrer FROM ${FIRST_VISIT}`,
      )
      .get(this.#session.no);
    return first ? entryOf(first, notSourcesIn(this.#connection, this.#projectNo)) : NO_ENTRY;
  }
}

/** The visit that a session began with: its earliest trusted one by (time, id), or else its earliest public one. */
const FIRST_VISIT = `events WHERE session_no = ? AND type = ${TYPE_CODES.visit}
  ORDER BY is_public, occurred_at, event_id LIMIT 1`;

function comesBefore(one: Visit, other: Visit): boolean {
  if (one.origin !== other.origin) return IS_PUBLIC[one.origin] < IS_PUBLIC[other.origin];
  return one.at === other.at ? one.id < other.id : one.at < other.at;
}

const SAVE_ENTRY = `UPDATE sessions SET ${ENTRY_COLUMNS.map((column) => `${column} = ?`).join(', ')} WHERE session_no = ?`;

/** In the order of the columns below. */
type FoundRow = [no: number, startedAt: number, endedAt: number, visits: number, eventOrigins: number, ...ClientRow];
type ClientRow = [
  browser: string | null,
  device: string | null,
  platformOs: string | null,
  language: string | null,
  country: string | null,
];

/** Reads an array, because building an object for each row takes as long as finding the row. */
function find(
  connection: Connection,
  project: number,
  { sessionId }: Pick<Happened, 'sessionId'>,
): StoredSession | undefined {
  const found = connection
    .arrays<FoundRow, [number, string]>(
      `SELECT session_no, started_at, ended_at, visits, event_origins, browser, device, platform_os, language, country
       FROM ${SESSIONS} WHERE project_no = ? AND session_id = ?`,
    )
    .get(project, sessionId);
  if (!found) return undefined;
  const [no, startedAt, endedAt, visits, eventOrigins, browser, device, platformOs, language, country] = found;
  return { no, startedAt, endedAt, visits, eventOrigins, browser, device, platformOs, language, country };
}

function create(connection: Connection, project: number, { sessionId, at }: Happened, client: Client): StoredSession {
  const { lastInsertRowid } = connection
    .statement<unknown, [number, string, number, number, number]>(
      `INSERT INTO sessions (project_no, session_id, started_at, ended_at, client_no, event_origins)
       VALUES (?, ?, ?, ?, ?, 0)`,
    )
    .run(project, sessionId, at, at, clientNo(connection, client));
  return { ...client, no: Number(lastInsertRowid), startedAt: at, endedAt: at, visits: 0, eventOrigins: 0 };
}
