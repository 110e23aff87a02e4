import type { ProjectId, SessionId } from '../../model/ids.js';
import type { Connection } from '../database/connection.js';
import { ORIGIN_BITS } from '../rows/session-columns.js';

/** The ids that belong to sessions of the project. */
export function knownSessions(connection: Connection, projectId: ProjectId, ids: readonly SessionId[]): Set<SessionId> {
  const rows = connection
    .statement<{ id: SessionId }, [string, string]>(
      `SELECT session_id AS id FROM sessions
       WHERE project_no = (SELECT project_no FROM projects WHERE id = ?) AND session_id IN (SELECT value FROM json_each(?))`,
    )
    .all(projectId, JSON.stringify(ids));
  return new Set(rows.map(({ id }) => id));
}

/** Whether any session of the project has a trusted event. Looks at all sessions if none has. */
export function hasTrustedEvents(connection: Connection, projectId: ProjectId): boolean {
  const row = connection
    .statement<{ found: number }, [string, number]>(
      `SELECT EXISTS (
         SELECT 1 FROM projects CROSS JOIN sessions USING (project_no) WHERE projects.id = ? AND (event_origins & ?) != 0
       ) AS found`,
    )
    .get(projectId, ORIGIN_BITS.trusted)!;
  return row.found === 1;
}

/** When the project's last event happened; null if it has none. Looks at all of its sessions. */
export function lastEventAt(connection: Connection, projectId: ProjectId): number | null {
  const row = connection
    .statement<{ at: number | null }, [string]>(
      `SELECT max(ended_at) AS at FROM sessions WHERE project_no = (SELECT project_no FROM projects WHERE id = ?)`,
    )
    .get(projectId)!;
  return row.at;
}
