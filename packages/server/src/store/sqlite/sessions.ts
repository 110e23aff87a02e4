import type { Entry } from '../../collect/entry.js';
import type { EventId, ProjectId, SessionId } from '../../ids.js';
import type { Connection } from './connection.js';

/** Those of the ids that are sessions of the project. */
export function knownSessions(connection: Connection, projectId: ProjectId, ids: readonly SessionId[]): Set<SessionId> {
  const rows = connection
    .statement<unknown[], { id: SessionId }>(
      `SELECT session_id AS id FROM sessions
       WHERE project_no = (SELECT project_no FROM projects WHERE id = ?) AND session_id IN (SELECT value FROM json_each(?))`,
    )
    .all(projectId, JSON.stringify(ids));
  return new Set(rows.map(({ id }) => id));
}

/** Notes how the session began when its earliest visit, by (time, id), is one of those just stored. */
export function saveEntry(
  connection: Connection,
  sessionNo: number,
  stored: ReadonlyMap<EventId, () => Entry | null>,
): void {
  if (stored.size === 0) return;
  const { id } = connection
    .statement<[number], { id: EventId }>(
      `SELECT event_id AS id FROM events WHERE session_no = ? AND type = 'visit'
       ORDER BY occurred_at, event_id LIMIT 1`,
    )
    .get(sessionNo)!;
  const entry = stored.get(id)?.();
  if (!entry) return;
  connection
    .statement(
      `UPDATE sessions SET entry_page = :page, source = :source, utm_source = :utmSource, utm_medium = :utmMedium,
         utm_campaign = :utmCampaign, utm_term = :utmTerm, utm_content = :utmContent
       WHERE session_no = :sessionNo`,
    )
    .run({ ...entry, sessionNo });
}
