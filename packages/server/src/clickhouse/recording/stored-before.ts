import type { Event, Origin } from '../../model/event.js';
import type { EventId, ProjectId, SessionId } from '../../model/ids.js';
import type { Cluster } from '../cluster/cluster.js';
import { type Columns, type RowOf, textOf } from '../cluster/rows.js';
import { PRECEDED_COLUMNS, PRECEDED_SELECT, type PrecededEvent } from '../rows/event-columns.js';

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
  const rows = await ask(cluster, projectId, events, {
    select: `session_id, event_id, if(max(origin = 'trusted'), 'trusted', 'public') FROM records`,
    end: 'GROUP BY session_id, event_id',
    columns: { sessionId: textOf<SessionId>(), eventId: textOf<EventId>(), origin: textOf<Origin>() },
  });
  return new Map(rows.map(({ sessionId, eventId, origin }) => [eventKey(sessionId, eventId), origin]));
}

/** The given events as they are stored. May include other events of the same sessions. */
export function storedEvents(
  cluster: Cluster,
  projectId: ProjectId,
  events: readonly Event[],
): Promise<PrecededEvent[]> {
  return ask(cluster, projectId, events, {
    select: `${PRECEDED_SELECT} FROM records FINAL`,
    columns: PRECEDED_COLUMNS,
  });
}

/** Neither id can contain a space. */
export function eventKey(sessionId: SessionId, eventId: EventId): string {
  return `${sessionId} ${eventId}`;
}

interface Question<C extends Columns> {
  /** What follows SELECT, up to WHERE. */
  readonly select: string;
  readonly end?: string;
  readonly columns: C;
}

async function ask<C extends Columns>(
  cluster: Cluster,
  projectId: ProjectId,
  events: readonly Event[],
  { select, end = '', columns }: Question<C>,
): Promise<RowOf<C>[]> {
  const chunks = Array.from({ length: Math.ceil(events.length / EVENTS_PER_QUERY) }, (_, index) =>
    events.slice(index * EVENTS_PER_QUERY, (index + 1) * EVENTS_PER_QUERY),
  );
  const rows = chunks.map((chunk) =>
    cluster.query({
      sql: `SELECT ${select}
        WHERE project_id = {projectId:String} AND session_id IN {sessionIds:Array(String)}
          AND event_id IN {eventIds:Array(String)} AND goal_no = 0 ${end}`,
      parameters: {
        projectId,
        sessionIds: [...new Set(chunk.map(({ sessionId }) => sessionId))],
        eventIds: [...new Set(chunk.map(({ id }) => id))],
      },
      columns,
      // Reads the replica that is written first, to see events stored a moment ago.
      settings: { optimize_skip_unused_shards: 1, load_balancing: 'in_order', prefer_localhost_replica: 0 },
    }),
  );
  return (await Promise.all(rows)).flat();
}
