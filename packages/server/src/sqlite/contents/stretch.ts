import type { ProjectId, SessionId } from '../../model/ids.js';
import { boundsOf, type Stretch } from '../../store/contents.js';
import type { Connection } from '../database/connection.js';
import { projectNo } from '../projects/projects.js';

const EVENTS_PER_STRETCH = 50_000;

/** Ends with the session that brings it to so many events. */
export function contentsStretch(connection: Connection, projectId: ProjectId, after: SessionId | null): Stretch {
  const sessions = connection
    .arrays<[SessionId, number]>(
      `SELECT session_id, visits + clicks + custom_events FROM sessions WHERE project_no = ? AND session_id > ?
       ORDER BY session_id`,
    )
    .iterate(projectNo(connection, projectId), boundsOf({ after, through: null }).after);
  let events = 0;
  for (const [through, ofSession] of sessions) {
    events += ofSession;
    if (events >= EVENTS_PER_STRETCH) return { after, through };
  }
  return { after, through: null };
}

/** Events of a project. */
export function storedEvents(connection: Connection, projectId: ProjectId): number {
  return connection
    .statement<{ events: number }, [string]>('SELECT events_stored AS events FROM projects WHERE id = ?')
    .get(projectId)!.events;
}
