import type { EventId, ProjectId, SessionId } from '../../../ids.js';
import type { EventsPart } from '../../contents.js';
import type { Connection } from '../connection.js';
import { keepConversion } from '../keep-conversion.js';
import { KeptEvents } from '../kept-events.js';
import { Origins } from '../origins.js';
import { countEvents, projectNo } from '../projects.js';
import { movedVersions } from './goals.js';

/** In one commit. */
export function putEvents(connection: Connection, projectId: ProjectId, { events, clients }: EventsPart): void {
  connection.write(() => {
    const project = projectNo(connection, projectId)!;
    const versions = new Map(movedVersions(connection, project).map((version) => [version.name, version]));
    const origins = new Origins(connection);
    const kept = new KeptEvents(connection, project, origins, (id) => clients.get(id) ?? null);
    let stored = 0;
    for (const { row, entry, met } of events) {
      const { type, occurredAt: at } = row;
      const event = { sessionId: row.sessionId as SessionId, id: row.eventId as EventId, type, at };
      if (kept.keep(event, row, () => entry)) stored++;
      for (const name of met) {
        const version = versions.get(name);
        if (version) keepConversion(connection, project, event, version);
      }
    }
    kept.saveSessions();
    origins.save();
    countEvents(connection, project, stored);
  });
}
