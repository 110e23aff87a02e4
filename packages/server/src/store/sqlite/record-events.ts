import { entryOf } from '../../collect/entry.js';
import type { Event } from '../../collect/event.js';
import type { SessionId } from '../../ids.js';
import { toEventRow } from '../event-row.js';
import type { RecordRequest } from '../group-commit.js';
import type { Recorded, SessionFactsById } from '../store.js';
import type { Connection } from './connection.js';
import { INSERT_EVENT, toValues } from './event-rows.js';
import { keepConversion } from './keep-conversion.js';
import { matchersOf } from './matchers.js';
import { countStored, projectNo } from './projects.js';
import { type Addition, additionTo, noteStored, saveAddition } from './session-additions.js';
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
  const insert = connection.statement(INSERT_EVENT);
  const additions = new Map<SessionId, Addition>();
  let storedCount = 0;
  const recorded = events.map((event): Recorded => {
    const addition = additionTo(connection, project, event, additions);
    if (insert.run(toValues(addition.sessionNo, toEventRow(event))).changes === 0) return 'repeated';
    storedCount++;
    noteStored(addition, event, () => (event.type === 'visit' ? entryOf(event) : null));
    for (const matcher of matchers) {
      if (matcher.matches(event)) keepConversion(connection, project, event, matcher);
    }
    return 'stored';
  });
  for (const [sessionId, addition] of additions) {
    const { client = null, visitor = null } = facts?.get(sessionId) ?? {};
    if (visitor) saveVisitor(connection, addition.sessionNo, visitor);
    saveAddition(connection, addition, client);
  }
  countStored(connection, project, storedCount);
  return recorded;
}
