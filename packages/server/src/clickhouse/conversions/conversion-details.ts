import type { Conversion } from '../../model/conversion.js';
import type { Origin } from '../../model/event.js';
import { type ValueFrom, valueFromOf } from '../../model/goal.js';
import type { EventId, ProjectId, SessionId } from '../../model/ids.js';
import { visitId } from '../../model/visit.js';
import { type EventRow, toElement } from '../../store/event-row.js';
import type { GoalVersion } from '../../store/goals/versions.js';
import type { Cluster } from '../cluster/cluster.js';
import { integer, nullable, type RowOf, text, textOf } from '../cluster/rows.js';

/** The columns that order a conversion and make up its id. */
export const FOUND = {
  id: text,
  occurredAt: integer,
  sessionId: textOf<SessionId>(),
  eventId: textOf<EventId>(),
  goalNo: integer,
};
export type FoundConversion = RowOf<typeof FOUND>;

/** The columns of a conversion's event and of its visit. */
const DETAILS = {
  sessionId: textOf<SessionId>(),
  eventId: textOf<EventId>(),
  type: textOf<EventRow['type']>(),
  url: nullable(text),
  title: nullable(text),
  element: nullable(text),
  value: nullable(text),
  currency: nullable(text),
  origin: textOf<Origin>(),
  visitEventId: nullable(textOf<EventId>()),
  visitUrl: nullable(text),
  visitTitle: nullable(text),
};
type Details = RowOf<typeof DETAILS>;

export interface WholeConversion {
  readonly conversion: Conversion;
  /** Characters in the clicked element's ancestor chain. */
  readonly elementCharacters: number;
}

/** Loads full conversions, in the given order. */
export async function wholeConversions(
  cluster: Cluster,
  projectId: ProjectId,
  found: readonly FoundConversion[],
  versions: readonly GoalVersion[],
): Promise<WholeConversion[]> {
  const byNo = new Map(versions.map((version) => [version.no, version]));
  const details = await detailsOf(cluster, projectId, found);
  // A conversion erased in the meantime is omitted.
  return found.flatMap((one) => {
    const of = details.get(keyOf(one));
    if (!of) return [];
    const conversion = toConversion(one, of, byNo.get(one.goalNo)!);
    return [{ conversion, elementCharacters: of.element?.length ?? 0 }];
  });
}

/**
 * An event that is not a visit gets the session's latest visit that is not later than the event, by (time, id). For a
 * trusted event only trusted visits count, if the session has any: it is joined with the visits for `trusted` instead of
 * those for `all`.
 */
async function detailsOf(
  cluster: Cluster,
  projectId: ProjectId,
  found: readonly FoundConversion[],
): Promise<Map<string, Details>> {
  const rows = await cluster.query({
    sql: `SELECT e.session_id, e.event_id, e.type, e.url, e.title, e.element, e.value, e.currency, e.origin,
        v.visit_id, v.visit_url, v.visit_title
      FROM (
        SELECT session_id, event_id, occurred_at, type, url, title, element, value, currency, origin,
          if(origin = 'trusted' AND session_id IN (
            SELECT session_id FROM records FINAL
            WHERE project_id = {projectId:String} AND session_id IN {sessionIds:Array(String)} AND goal_no = 0
              AND type = 'visit' AND origin = 'trusted'
          ), 'trusted', 'all') AS visits_for
        FROM records FINAL
        WHERE project_id = {projectId:String} AND session_id IN {sessionIds:Array(String)}
          AND event_id IN {eventIds:Array(String)} AND goal_no = 0
      ) AS e
      ASOF LEFT JOIN (
        SELECT session_id, arrayJoin(if(origin = 'trusted', ['trusted', 'all'], ['all'])) AS visits_for, occurred_at,
          max(event_id) AS visit_id, argMax(url, event_id) AS visit_url,
          argMax(tuple(title), event_id).1 AS visit_title
        FROM records FINAL
        WHERE project_id = {projectId:String} AND session_id IN {sessionIds:Array(String)} AND goal_no = 0
          AND type = 'visit'
        GROUP BY session_id, visits_for, occurred_at
      ) AS v ON e.session_id = v.session_id AND e.visits_for = v.visits_for AND e.occurred_at >= v.occurred_at`,
    parameters: {
      projectId,
      sessionIds: [...new Set(found.map(({ sessionId }) => sessionId))],
      eventIds: [...new Set(found.map(({ eventId }) => eventId))],
    },
    columns: DETAILS,
    settings: { optimize_skip_unused_shards: 1, join_use_nulls: 1, distributed_product_mode: 'local' },
  });
  return new Map(rows.map((row) => [keyOf(row), row]));
}

/** Neither id can contain a space. */
function keyOf({ sessionId, eventId }: { readonly sessionId: SessionId; readonly eventId: EventId }): string {
  return `${sessionId} ${eventId}`;
}

function toConversion(
  { id, occurredAt, sessionId, eventId }: FoundConversion,
  { type, url, title, element, value, currency, origin, visitEventId, visitUrl, visitTitle }: Details,
  goal: GoalVersion,
): Conversion {
  const visit = type === 'visit' ? { id: eventId, url, title } : { id: visitEventId, url: visitUrl, title: visitTitle };
  const where = url ?? visit.url;
  return {
    id,
    sessionId,
    type: goal.type,
    goal: { key: goal.key, name: goal.name, version: goal.version },
    occurredAt,
    url: where,
    title: where === visit.url ? visit.title : null,
    element: element === null ? null : toElement(element),
    ...worthOf(goal, { value, currency, origin }),
    visitId: visit.id === null ? null : visitId(sessionId, visit.id),
    origin,
  };
}

type Worth = Pick<Conversion, 'value' | 'currency'>;

function worthOf(goal: GoalVersion, event: Worth & { readonly origin: Origin }): Worth {
  const nothing = { value: null, currency: null };
  const worth: Record<ValueFrom, Worth> = {
    goal: { value: goal.value, currency: goal.currency },
    event: { value: event.value, currency: event.currency },
    trusted_event: event.origin === 'trusted' ? { value: event.value, currency: event.currency } : nothing,
    none: nothing,
  };
  return worth[valueFromOf(goal)];
}
