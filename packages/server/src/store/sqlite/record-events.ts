import { type Client, UNKNOWN } from '../../collect/client.js';
import type { Event, Visit } from '../../collect/event.js';
import type { EventId, SessionId } from '../../ids.js';
import type { RecordRequest } from '../group-commit.js';
import type { Recorded, SessionFacts, SessionFactsById } from '../store.js';
import type { Connection } from './connection.js';
import { INSERT_COLUMNS, toValues } from './event-rows.js';
import { keepConversion } from './keep-conversion.js';
import { matchersOf } from './matchers.js';
import { projectNo } from './projects.js';
import { saveEntry } from './sessions.js';
import { saveVisitor } from './visitors.js';

/** How long a commit goes on to the next caller's events: costly goals of one project must not hold up all others. */
const COMMIT_MS_MAX = 100;

/**
 * Stores the events of several callers in one commit, with their sessions and conversions. An answer for each caller,
 * in order; null where there is no such project. When it has taken long the last callers get none: their events wait
 * for the next commit.
 */
export function recordEvents(connection: Connection, requests: readonly RecordRequest[]): (Recorded[] | null)[] {
  return connection.write(() => {
    const stopAt = performance.now() + COMMIT_MS_MAX;
    const answers: (Recorded[] | null)[] = [];
    for (const { projectId, events, facts } of requests) {
      const project = projectNo(connection, projectId);
      answers.push(project === null ? null : recordForProject(connection, project, events, facts));
      if (performance.now() > stopAt) break;
    }
    return answers;
  });
}

function recordForProject(
  connection: Connection,
  project: number,
  events: readonly Event[],
  facts: SessionFactsById | undefined,
): Recorded[] {
  const matchers = matchersOf(connection, project);
  const insert = connection.statement(
    `INSERT OR IGNORE INTO events (${INSERT_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const tallies = new Map<SessionId, Tally>();
  let storedCount = 0;
  const recorded = events.map((event): Recorded => {
    const tally = tallyOf(connection, project, event, tallies);
    if (insert.run(toValues(tally.sessionNo, event)).changes === 0) return 'repeated';
    storedCount++;
    add(tally, event);
    for (const matcher of matchers) {
      if (matcher.matches(event)) keepConversion(connection, project, event, matcher);
    }
    return 'stored';
  });
  for (const [sessionId, tally] of tallies) saveSession(connection, tally, facts?.get(sessionId));
  if (storedCount > 0) {
    connection
      .statement('UPDATE projects SET events_stored = events_stored + ? WHERE project_no = ?')
      .run(storedCount, project);
  }
  return recorded;
}

/** What a batch adds to one session; written once, when the batch has been gone through. */
interface Tally {
  readonly sessionNo: number;
  startedAt: number;
  endedAt: number;
  visit: number;
  click: number;
  event: number;
  readonly visits: Map<EventId, Visit>;
}

function tallyOf(connection: Connection, project: number, event: Event, tallies: Map<SessionId, Tally>): Tally {
  let tally = tallies.get(event.sessionId);
  if (!tally) {
    const sessionNo = findOrCreateSession(connection, project, event);
    tally = { sessionNo, startedAt: Infinity, endedAt: -Infinity, visit: 0, click: 0, event: 0, visits: new Map() };
    tallies.set(event.sessionId, tally);
  }
  return tally;
}

function findOrCreateSession(connection: Connection, project: number, event: Event): number {
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

function add(tally: Tally, event: Event): void {
  tally[event.type]++;
  tally.startedAt = Math.min(tally.startedAt, event.at);
  tally.endedAt = Math.max(tally.endedAt, event.at);
  if (event.type === 'visit') tally.visits.set(event.id, event);
}

function saveSession(connection: Connection, tally: Tally, facts: SessionFacts | undefined): void {
  if (facts?.visitor) saveVisitor(connection, tally.sessionNo, facts.visitor);
  const isStored = tally.visit + tally.click + tally.event > 0;
  if (isStored || facts?.client) saveTally(connection, tally, facts?.client ?? UNKNOWN);
  if (isStored) saveEntry(connection, tally.sessionNo, tally.visits);
}

/** What is known of the client already stays. */
function saveTally(connection: Connection, { visits: _visits, ...tally }: Tally, client: Client): void {
  connection
    .statement(
      `UPDATE sessions SET started_at = min(started_at, :startedAt), ended_at = max(ended_at, :endedAt),
         visits = visits + :visit, clicks = clicks + :click, custom_events = custom_events + :event,
         browser = coalesce(browser, :browser), device = coalesce(device, :device),
         platform_os = coalesce(platform_os, :platformOs), language = coalesce(language, :language),
         country = coalesce(country, :country)
       WHERE session_no = :sessionNo`,
    )
    .run({ ...tally, ...client });
}
