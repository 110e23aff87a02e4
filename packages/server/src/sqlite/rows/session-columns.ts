import type { Origin } from '../../model/event.js';
import { ENTRY_COLUMN_OF, ENTRY_FIELDS, type SessionRow } from '../../store/session-row.js';

/** A row with the columns `SESSION_COLUMNS`. */
export interface NumberedSession extends SessionRow {
  readonly sessionNo: number;
}

/** The bits of `event_origins`: of which origins a session has events. */
export const ORIGIN_BITS = { public: 1, trusted: 2 } as const satisfies Record<Origin, number>;

/** `event_origins` of a session with both. */
export const MIXED = ORIGIN_BITS.public | ORIGIN_BITS.trusted;

/** Of its trusted visits, if it has any. */
const ENTRY_ORIGIN = `CASE
  WHEN visits = 0 THEN NULL
  WHEN event_origins = ${ORIGIN_BITS.public} THEN 'public'
  WHEN event_origins = ${ORIGIN_BITS.trusted} THEN 'trusted'
  ELSE (SELECT iif(trusted_visits > 0, 'trusted', 'public') FROM mixed_sessions m WHERE m.session_no = s.session_no)
END`;

/** The columns to select from `SESSIONS`. */
export const SESSION_COLUMNS = `session_no AS sessionNo, session_id AS id, started_at AS startedAt, ended_at AS endedAt,
  visits, clicks, custom_events AS customEvents, browser, device, platform_os AS platformOs, language, country,
  ${ENTRY_FIELDS.map((field) => `${ENTRY_COLUMN_OF[field]} AS ${field}`).join(', ')},
  ${ENTRY_ORIGIN} AS entryOrigin`;

/** Sessions joined with their clients; `CROSS JOIN` looks up the session first. */
export const SESSIONS = 'sessions s CROSS JOIN clients USING (client_no)';
