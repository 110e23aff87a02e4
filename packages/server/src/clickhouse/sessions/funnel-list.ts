import type { Session } from '../../model/session.js';
import type { SessionPage, SessionSelection } from '../../store/contract/sessions.js';
import type { FunnelTest } from '../../store/funnels/question.js';
import { inSet } from '../cluster/any-of.js';
import type { Cluster } from '../cluster/cluster.js';
import { sessionsOfFunnel } from '../funnels/sessions-of-funnel.js';
import type { Catalogue } from '../projects/catalogue.js';
import { listSessions } from './session-list.js';

/** As `listSessions`, only of sessions that pass the test of a funnel. */
export async function listFunnelSessions(
  cluster: Cluster,
  catalogue: Catalogue,
  selection: SessionSelection,
  test: FunnelTest,
  page: SessionPage,
  signal: AbortSignal,
  sessionsPerSlice: number,
): Promise<{ total: number; sessions: Session[] } | 'too_many_events'> {
  const passing = await sessionsOfFunnel(cluster, catalogue, selection.projectId, test, signal, sessionsPerSlice);
  if (passing === 'too_many_events') return passing;
  return listSessions(cluster, catalogue, selection, page, [inSet('session_id', 'funnel', passing)]);
}
