import type { EventId, ProjectId, SessionId } from '../../../ids.js';
import type { EventsPart } from '../../contents.js';
import type { Connection } from '../connection.js';
import { INSERT_EVENT, toValues } from '../event-rows.js';
import { keepConversion } from '../keep-conversion.js';
import { countStored, projectNo } from '../projects.js';
import { type Addition, additionTo, noteStored, saveAddition } from '../session-additions.js';
import { movedVersions } from './goals.js';

/** In one commit. */
export function putEvents(connection: Connection, projectId: ProjectId, { events, clients }: EventsPart): void {
  connection.write(() => {
    const project = projectNo(connection, projectId)!;
    const versions = new Map(movedVersions(connection, project).map((version) => [version.name, version]));
    const insert = connection.statement(INSERT_EVENT);
    const additions = new Map<SessionId, Addition>();
    let storedCount = 0;
    for (const { row, entry, met } of events) {
      const { type, occurredAt: at } = row;
      const event = { sessionId: row.sessionId as SessionId, id: row.eventId as EventId, type, at };
      const addition = additionTo(connection, project, event, additions);
      if (insert.run(toValues(addition.sessionNo, row)).changes > 0) {
        storedCount++;
        noteStored(addition, event, () => entry);
      }
      for (const name of met) {
        const version = versions.get(name);
        if (version) keepConversion(connection, project, event, version);
      }
    }
    for (const [sessionId, addition] of additions) saveAddition(connection, addition, clients.get(sessionId) ?? null);
    countStored(connection, project, storedCount);
  });
}
