import type { EventId, GoalKey, ProjectId, SessionId } from '../../model/ids.js';
import type { PageRequest, PageStart } from '../../model/page.js';
import type { MetGoal, Timeline } from '../../model/session.js';
import { type EventRow, toEvent } from '../../store/event-row.js';
import { toSession } from '../../store/session-row.js';
import { storedRule } from '../../store/stored-json.js';
import { withinBudget } from '../../store/within-budget.js';
import { countConversions } from '../conversions/conversion-count.js';
import { rowLimitFor } from '../conversions/row-limit.js';
import type { Connection } from '../database/connection.js';
import { projectNo } from '../projects/projects.js';
import { eventColumns } from '../rows/event-rows.js';
import { type NumberedSession, SESSION_COLUMNS, SESSIONS } from '../rows/session-columns.js';
import { EVER } from '../rows/times.js';

/** A session with a page of its events, by (time, id). Null when the project has no such session. */
export function sessionTimeline(
  connection: Connection,
  projectId: ProjectId,
  id: SessionId,
  request: PageRequest,
): Timeline | null {
  return connection.read(() => {
    const row = connection
      .statement<NumberedSession, [number | null, string]>(
        `SELECT ${SESSION_COLUMNS} FROM ${SESSIONS} WHERE project_no = ? AND session_id = ?`,
      )
      .get(projectNo(connection, projectId), id);
    if (!row) return null;
    const { rows, next } = eventsPage(connection, row, request);
    const goals = goalsMet(connection, projectId, id, rows);
    return {
      session: toSession(row, conversionsOf(connection, projectId, id)),
      entries: rows.map((event) => ({ event: toEvent(event), goals: goals.get(event.eventId) ?? [] })),
      next,
    };
  });
}

function conversionsOf(connection: Connection, projectId: ProjectId, id: SessionId): number {
  const period = { from: null, until: null };
  const [counted] = countConversions(connection, { projectId, sessionIds: [id], period, types: null });
  return counted?.count ?? 0;
}

function eventsPage(
  connection: Connection,
  { sessionNo, id: sessionId }: NumberedSession,
  { limit, after }: PageRequest,
): { rows: EventRow[]; next: PageStart | null } {
  const all = connection
    .statement<EventRow, [string, number, number, number, string]>(
      `SELECT ? AS sessionId, ${eventColumns('events')} FROM events
       WHERE session_no = ? AND occurred_at >= ? AND (occurred_at > ? OR event_id > ?)
       ORDER BY occurred_at, event_id LIMIT ${rowLimitFor(limit)}`,
    )
    .iterate(sessionId, sessionNo, after?.occurredAt ?? EVER, after?.occurredAt ?? EVER, after?.id ?? '');
  const { rows, isCut } = withinBudget(all, ({ element }) => element?.length ?? 0);
  if (rows.length <= limit && !isCut) return { rows, next: null };
  rows.length = Math.min(rows.length, limit);
  const last = rows.at(-1)!;
  return { rows, next: { occurredAt: last.occurredAt, id: last.eventId, snapshot: '' } };
}

interface MetRow {
  readonly eventId: EventId;
  readonly type: MetGoal['type'];
  readonly rule: string;
  readonly key: GoalKey;
  readonly name: string;
  readonly version: number;
}

/** Goals met by these events, by event, as readers see them now. */
function goalsMet(
  connection: Connection,
  projectId: ProjectId,
  id: SessionId,
  events: readonly EventRow[],
): Map<string, MetGoal[]> {
  const met = new Map<string, MetGoal[]>(events.map(({ eventId }) => [eventId, []]));
  if (events.length === 0) return met;
  const rows = connection
    .statement<MetRow, [number | null, string, number, number]>(
      `SELECT c.event_id AS eventId, g.type, g.rule, g.goal_key AS key, g.name, g.version
       FROM conversions c CROSS JOIN goals g USING (goal_no)
       WHERE c.project_no = ? AND c.session_id = ? AND c.occurred_at >= ? AND c.occurred_at <= ? AND g.state = 'live'
       ORDER BY g.goal_key`,
    )
    .all(projectNo(connection, projectId), id, events[0]!.occurredAt, events.at(-1)!.occurredAt);
  for (const { eventId, type, rule, ...goal } of rows) {
    met.get(eventId)?.push({ ...storedRule(type, rule), ...goal });
  }
  return met;
}
