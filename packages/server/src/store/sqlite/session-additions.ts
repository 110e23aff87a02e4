import { type Client, UNKNOWN } from '../../collect/client.js';
import type { Entry } from '../../collect/entry.js';
import type { Event } from '../../collect/event.js';
import type { EventId, SessionId } from '../../ids.js';
import type { Connection } from './connection.js';
import { saveEntry } from './sessions.js';

/** What a batch adds to one session; written once, when the batch has been gone through. */
export interface Addition {
  readonly sessionNo: number;
  startedAt: number;
  endedAt: number;
  visit: number;
  click: number;
  event: number;
  /** How each visit says that the session began. */
  readonly visits: Map<EventId, () => Entry | null>;
}

type Happened = Pick<Event, 'sessionId' | 'id' | 'type' | 'at'>;

/** The addition to the event's session, which is made when it is not there yet. */
export function additionTo(
  connection: Connection,
  project: number,
  event: Happened,
  additions: Map<SessionId, Addition>,
): Addition {
  let addition = additions.get(event.sessionId);
  if (!addition) {
    const sessionNo = findOrCreateSession(connection, project, event);
    addition = { sessionNo, startedAt: Infinity, endedAt: -Infinity, visit: 0, click: 0, event: 0, visits: new Map() };
    additions.set(event.sessionId, addition);
  }
  return addition;
}

function findOrCreateSession(connection: Connection, project: number, event: Happened): number {
  const known = connection
    .statement<unknown[], { no: number }>(
      'SELECT session_no AS no FROM sessions WHERE project_no = ? AND session_id = ?',
    )
    .get(project, event.sessionId);
  if (known) return known.no;
  const { lastInsertRowid } = connection
    .statement('INSERT INTO sessions (project_no, session_id, started_at, ended_at) VALUES (?, ?, ?, ?)')
    .run(project, event.sessionId, event.at, event.at);
  return Number(lastInsertRowid);
}

/** An event of the session was not there before. */
export function noteStored(addition: Addition, event: Happened, entry: () => Entry | null): void {
  addition[event.type]++;
  addition.startedAt = Math.min(addition.startedAt, event.at);
  addition.endedAt = Math.max(addition.endedAt, event.at);
  if (event.type === 'visit') addition.visits.set(event.id, entry);
}

/** What is known of the client already stays; `client` fills in what is not. */
export function saveAddition(connection: Connection, addition: Addition, client: Client | null): void {
  const isStored = addition.visit + addition.click + addition.event > 0;
  if (isStored || client) update(connection, addition, client ?? UNKNOWN);
  if (isStored) saveEntry(connection, addition.sessionNo, addition.visits);
}

function update(connection: Connection, { visits: _visits, ...addition }: Addition, client: Client): void {
  connection
    .statement(
      `UPDATE sessions SET started_at = min(started_at, :startedAt), ended_at = max(ended_at, :endedAt),
         visits = visits + :visit, clicks = clicks + :click, custom_events = custom_events + :event,
         browser = coalesce(browser, :browser), device = coalesce(device, :device),
         platform_os = coalesce(platform_os, :platformOs), language = coalesce(language, :language),
         country = coalesce(country, :country)
       WHERE session_no = :sessionNo`,
    )
    .run({ ...addition, ...client });
}
