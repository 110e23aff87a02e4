import type { Event, Origin } from '../../model/event.js';
import type { EventId, ProjectId, SessionId } from '../../model/ids.js';
import type { Cluster } from '../cluster/cluster.js';
import { textOf } from '../cluster/rows.js';

/** Events per query. With ids of maximum length, the parameter is half the size that ClickHouse accepts. */
const EVENTS_PER_QUERY = 1000;

/** The origins of stored events by key (see `eventKey`). */
export type StoredOrigins = Map<string, Origin>;

/** The given events that are already stored. May include other events of the same sessions. */
export async function storedBefore(
  cluster: Cluster,
  projectId: ProjectId,
  events: readonly Event[],
): Promise<StoredOrigins> {
  const chunks = Array.from({ length: Math.ceil(events.length / EVENTS_PER_QUERY) }, (_, index) =>
    events.slice(index * EVENTS_PER_QUERY, (index + 1) * EVENTS_PER_QUERY),
  );
  const rows = await Promise.all(chunks.map((chunk) => ask(cluster, projectId, chunk)));
  return new Map(rows.flat().map(({ sessionId, eventId, origin }) => [eventKey(sessionId, eventId), origin]));
}

/** Neither id can contain a space. */
export function eventKey(sessionId: SessionId, eventId: EventId): string {
  return `${sessionId} ${eventId}`;
}

function ask(cluster: Cluster, projectId: ProjectId, events: readonly Event[]) {
  return cluster.query({
    sql: `SELECT session_id, event_id, if(max(origin = 'trusted'), 'trusted', 'public') FROM records
      WHERE project_id = {projectId:String} AND session_id IN {sessionIds:Array(String)}
        AND event_id IN {eventIds:Array(String)} AND goal_no = 0
      GROUP BY session_id, event_id`,
    parameters: {
      projectId,
      sessionIds: [...new Set(events.map(({ sessionId }) => sessionId))],
      eventIds: [...new Set(events.map(({ id }) => id))],
    },
    columns: { sessionId: textOf<SessionId>(), eventId: textOf<EventId>(), origin: textOf<Origin>() },
    // Reads the replica that is written first, to see events stored a moment ago.
    settings: { optimize_skip_unused_shards: 1, load_balancing: 'in_order', prefer_localhost_replica: 0 },
  });
}
