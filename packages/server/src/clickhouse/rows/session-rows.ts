import type { Entry } from '../../model/entry/entry.js';
import { FORM_EVENT, type Origin } from '../../model/event.js';
import type { SessionId } from '../../model/ids.js';
import { ENTRY_COLUMNS, ENTRY_FIELDS } from '../../store/session-row.js';
import { type Column, integer, nullable, text, textOf } from '../cluster/rows.js';
import { CLIENT_COLUMNS, CLIENT_NO, CLIENT_SEEN, clientSelect } from './clients.js';

/** Whether a record is a custom event that the site names. */
export const COUNTS_AS_CUSTOM = `(type = 'event' AND name != '${FORM_EVENT}')`;

/** When a session began, from all its events. */
export const STARTED_AT = `if(countIf(origin = 'trusted' AND type = 'visit') > 0, minIf(occurred_at, origin = 'trusted'), min(occurred_at))`;

export type EntryColumn = (typeof ENTRY_COLUMNS)[number];

const CLIENT = ['browser', 'device', 'platform_os', 'language', 'country'];

/**
 * Builds sessions from their events, one row each, with the column names that lists are filtered and sorted by. The
 * entry comes from the earliest visit by (time, id), a trusted one if there is any; the client is the first known one. Once
 * a session has a trusted visit, its times and client come from trusted events alone. `where` restricts the events and
 * must keep sessions complete. Only the given columns of the entry are read.
 */
export function sessionsSql(
  where: string,
  entryColumns: readonly EntryColumn[] = ENTRY_COLUMNS,
  records = 'records',
): string {
  const entry = entryColumns.map((column, index) => `, entry.${index + 1} AS ${column}`);
  return `(
    SELECT session_id, if(trusted_visits > 0, trusted_from, any_from) AS started_at,
      if(trusted_visits > 0, trusted_until, any_until) AS ended_at, visits, clicks, custom_events, public_events,
      trusted_events, ${CLIENT_SEEN}${entry.join('')},
      multiIf(trusted_visits > 0, 'trusted', visits > 0, 'public', NULL) AS entry_origin
    FROM (
      SELECT session_id,
        minIf(occurred_at, goal_no = 0) AS any_from, maxIf(occurred_at, goal_no = 0) AS any_until,
        minIf(occurred_at, goal_no = 0 AND origin = 'trusted') AS trusted_from,
        maxIf(occurred_at, goal_no = 0 AND origin = 'trusted') AS trusted_until,
        countIf(goal_no = 0 AND origin = 'trusted' AND type = 'visit') AS trusted_visits,
        countIf(goal_no = 0 AND type = 'visit') AS visits, countIf(goal_no = 0 AND type = 'click') AS clicks,
        countIf(goal_no = 0 AND ${COUNTS_AS_CUSTOM}) AS custom_events,
        countIf(goal_no = 0 AND origin = 'public') AS public_events,
        countIf(goal_no = 0 AND origin = 'trusted') AS trusted_events,
        ${clientSelect('public')},
        ${clientSelect('trusted')},
        argMinIf(tuple(${entryColumns.join(', ')}), (origin = 'public', occurred_at, event_id),
          goal_no = 0 AND type = 'visit') AS entry
      FROM ${records} FINAL
      WHERE project_id = {projectId:String} AND goal_no IN (0, ${CLIENT_NO}) AND ${where}
      GROUP BY session_id
      HAVING countIf(goal_no = 0) > 0
    )
  )`;
}

/** The columns of a session for SELECT. `SESSION_COLUMNS` parses them. */
export const SESSION_SELECT = `session_id, started_at, ended_at, visits, clicks, custom_events,
  ${[...CLIENT, ...ENTRY_COLUMNS].join(', ')}, entry_origin`;

/** The columns of an entry, in the order of `ENTRY_COLUMNS`. */
export const PARSED_ENTRY = Object.fromEntries(ENTRY_FIELDS.map((field) => [field, nullable(text)])) as Record<
  keyof Entry,
  Column<string | null>
>;

export const SESSION_COLUMNS = {
  id: textOf<SessionId>(),
  startedAt: integer,
  endedAt: integer,
  visits: integer,
  clicks: integer,
  customEvents: integer,
  ...CLIENT_COLUMNS,
  ...PARSED_ENTRY,
  entryOrigin: nullable(textOf<Origin>()),
};
