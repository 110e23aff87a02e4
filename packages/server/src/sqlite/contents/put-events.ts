import type { Origin } from '../../model/event.js';
import type { EventId, ProjectId, SessionId } from '../../model/ids.js';
import type { EventsPart } from '../../store/contents.js';
import type { Connection } from '../database/connection.js';
import { keepConversion } from '../goals/keep-conversion.js';
import { countEvents, projectNo } from '../projects/projects.js';
import { KeptEvents } from '../recording/kept-events.js';
import { Origins } from '../rows/origins.js';
import { movedVersions } from './goals.js';

/** Stores the events in one commit. */
export function putEvents(connection: Connection, projectId: ProjectId, { events, clients }: EventsPart): void {
  connection.write(() => {
    const project = projectNo(connection, projectId)!;
    const versions = new Map(movedVersions(connection, project).map((version) => [version.name, version]));
    const origins = new Origins(connection);
    const clientOf = (id: SessionId, origin: Origin) => clients.get(id)?.[origin] ?? null;
    const kept = new KeptEvents(connection, project, { origins, feed: null }, clientOf);
    for (const { row, entry, met } of events) {
      const { type, occurredAt: at, origin } = row;
      const event = { sessionId: row.sessionId as SessionId, id: row.eventId as EventId, type, at, origin };
      kept.keep(event, row, () => entry);
      for (const name of met) {
        const version = versions.get(name);
        if (version) keepConversion(connection, project, event, version, null);
      }
    }
    kept.saveSessions();
    origins.save();
    countEvents(connection, project, kept.added);
  });
}
