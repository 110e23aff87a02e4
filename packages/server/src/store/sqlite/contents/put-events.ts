import type { EventId, ProjectId, SessionId } from '../../../ids.js';
import type { EventsPart } from '../../contents.js';
import type { Connection } from '../connection.js';
import { INSERT_EVENT, toValues } from '../event-rows.js';
import { keepConversion } from '../keep-conversion.js';
import { Origins } from '../origins.js';
import { countEvents, projectNo } from '../projects.js';
import { SessionTally } from '../session-tally.js';
import { movedVersions } from './goals.js';

/** In one commit. */
export function putEvents(connection: Connection, projectId: ProjectId, { events, clients }: EventsPart): void {
  connection.write(() => {
    const project = projectNo(connection, projectId)!;
    const versions = new Map(movedVersions(connection, project).map((version) => [version.name, version]));
    const insert = connection.statement(INSERT_EVENT);
    const origins = new Origins(connection);
    const tallies = new Map<SessionId, SessionTally>();
    let stored = 0;
    for (const { row, entry, met } of events) {
      const { type, occurredAt: at } = row;
      const event = { sessionId: row.sessionId as SessionId, id: row.eventId as EventId, type, at };
      const { sessionId } = event;
      const tally =
        tallies.get(sessionId) ?? SessionTally.of(connection, project, event, clients.get(sessionId) ?? null);
      tallies.set(sessionId, tally);
      const { values, origin } = toValues(tally.sessionNo, row, origins);
      if (insert.run(values).changes > 0) {
        stored++;
        if (origin !== null) origins.count(origin);
        tally.add(event, () => entry);
      }
      for (const name of met) {
        const version = versions.get(name);
        if (version) keepConversion(connection, project, event, version);
      }
    }
    for (const [sessionId, tally] of tallies) tally.save(clients.get(sessionId) ?? null);
    origins.save();
    countEvents(connection, project, stored);
  });
}
