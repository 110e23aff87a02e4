import type { ProjectId, SessionId } from '../../model/ids.js';
import type { Connection } from '../database/connection.js';

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
