import type { Session } from '../../model/session.js';
import type { SessionPage, SessionSelection } from '../../store/contract/sessions.js';
import type { FunnelTest } from '../../store/funnels/question.js';
import type { Connection } from '../database/connection.js';
import { sessionsOfFunnel } from '../funnels/sessions-of-funnel.js';
import { projectNo } from '../projects/projects.js';
import { pageOfSessions } from './session-list.js';

/** As `listSessions`, only of sessions that pass the test of a funnel, from the same snapshot of the data. */
export function listFunnelSessions(
  connection: Connection,
  selection: SessionSelection,
  test: FunnelTest,
  page: SessionPage,
  stop: Int32Array,
): { total: number; sessions: Session[] } | 'too_many_events' {
  return connection.read(() => {
    const project = projectNo(connection, selection.projectId);
    if (project === null) return { total: 0, sessions: [] };
    const passing = sessionsOfFunnel(connection, project, test, stop);
    if (passing === 'too_many_events') return passing;
    const among = { sql: 's.session_no IN (SELECT value FROM json_each(?))', values: [JSON.stringify(passing)] };
    return pageOfSessions(connection, selection, page, [among]);
  });
}
