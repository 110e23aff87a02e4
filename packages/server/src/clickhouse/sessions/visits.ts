import type { Origin, Visit } from '../../model/event.js';
import type { EventId, SessionId } from '../../model/ids.js';
import { presentVisit } from '../../model/json/visit.js';
import type { PageRequest, PageStart } from '../../model/page.js';
import { visitId } from '../../model/visit.js';
import type { JsonPage, VisitSelection, VisitStore } from '../../store/contract/conversions.js';
import { anyOf } from '../cluster/any-of.js';
import type { Cluster } from '../cluster/cluster.js';
import type { Parameters } from '../cluster/query-client.js';
import { integer, nullable, text, textOf } from '../cluster/rows.js';
import { MS_MAX, MS_MIN } from '../rows/times.js';

export function visitStore(cluster: Cluster): VisitStore {
  return {
    ids: (selection, page) => visitPage(cluster, selection, page, ({ sessionId, id }) => visitId(sessionId, id)),
    list: (selection, page) => visitPage(cluster, selection, page, presentVisit),
    count: (selection) => countVisits(cluster, selection),
  };
}

const COLUMNS = {
  sessionId: textOf<SessionId>(),
  id: textOf<EventId>(),
  at: integer,
  url: text,
  title: nullable(text),
  referrer: nullable(text),
  origin: textOf<Origin>(),
};

/** A page of visits ordered by (time, id), each formatted by `present`. */
async function visitPage(
  cluster: Cluster,
  selection: VisitSelection,
  { limit, after }: PageRequest,
  present: (visit: Visit) => unknown,
): Promise<JsonPage> {
  const { sql, parameters } = restrict(selection, after);
  const rows = await cluster.query({
    sql: `SELECT session_id, event_id, occurred_at, url, title, referrer, origin ${sql}
      ORDER BY occurred_at, ${VISIT_ID} LIMIT {rows:UInt32}`,
    parameters: { ...parameters, rows: limit + 1 },
    columns: COLUMNS,
    settings: { optimize_skip_unused_shards: 1 },
  });
  const visits = rows.slice(0, limit).map((row): Visit => ({ type: 'visit', ...row }));
  const json = JSON.stringify(visits.map(present));
  if (rows.length <= limit) return { json, next: null };
  const { sessionId, id, at } = visits.at(-1)!;
  return { json, next: { id: visitId(sessionId, id), occurredAt: at, snapshot: '' } };
}

/** Visits per session. Sessions without visits are omitted. */
async function countVisits(cluster: Cluster, selection: VisitSelection): Promise<Map<SessionId, number>> {
  const { sql, parameters } = restrict(selection, null);
  const rows = await cluster.query({
    sql: `SELECT session_id, count() ${sql} GROUP BY session_id`,
    parameters,
    columns: { sessionId: textOf<SessionId>(), visits: integer },
    settings: { optimize_skip_unused_shards: 1 },
  });
  return new Map(rows.map(({ sessionId, visits }) => [sessionId, visits]));
}

const VISIT_ID = `concat(session_id, ':', event_id)`;

/** The visits of a selection that come after `after`. */
function restrict(
  { projectId, sessionIds, period, visitIds }: VisitSelection,
  after: PageStart | null,
): { sql: string; parameters: Parameters } {
  const only = visitIds === null ? null : anyOf(VISIT_ID, 'visitIds', visitIds);
  return {
    sql: `FROM records FINAL
      WHERE project_id = {projectId:String} AND session_id IN {sessionIds:Array(String)} AND goal_no = 0
        AND type = 'visit' AND occurred_at >= {from:Int64} AND occurred_at < {until:Int64}
        AND (occurred_at, ${VISIT_ID}) > ({afterAt:Int64}, {afterId:String})
        ${only === null ? '' : `AND ${only.sql}`}`,
    parameters: {
      projectId,
      sessionIds: [...new Set(sessionIds)],
      from: period.from ?? MS_MIN,
      until: period.until ?? MS_MAX,
      afterAt: after?.occurredAt ?? MS_MIN,
      afterId: after?.id ?? '',
      ...only?.parameters,
    },
  };
}
