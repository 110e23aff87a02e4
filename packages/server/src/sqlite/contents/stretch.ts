import type { ProjectId, SessionId } from '../../model/ids.js';
import { boundsOf, type Stretch } from '../../store/contents.js';
import type { Connection } from '../database/connection.js';
import { projectNo } from '../projects/projects.js';

const EVENTS_PER_STRETCH = 50_000;

/** A stretch ends with the session that reaches `EVENTS_PER_STRETCH` events, without the few that Goalpost sends by itself. */
export function contentsStretch(connection: Connection, projectId: ProjectId, after: SessionId | null): Stretch {
  const sessions = connection
    .arrays<[SessionId, number], [number | null, string]>(
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
