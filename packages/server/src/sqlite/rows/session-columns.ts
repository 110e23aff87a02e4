import type { SessionRow } from '../../store/session-row.js';

/** What `SESSION_COLUMNS` gives. */
export interface NumberedSession extends SessionRow {
  readonly sessionNo: number;
}

/** Of `SESSIONS`. */
export const SESSION_COLUMNS = `session_no AS sessionNo, session_id AS id, started_at AS startedAt, ended_at AS endedAt,
  visits, clicks, custom_events AS customEvents, browser, device, platform_os AS platformOs, language, country,
  entry_page AS entryPage, source, utm_source AS utmSource, utm_medium AS utmMedium, utm_campaign AS utmCampaign,
  utm_term AS utmTerm, utm_content AS utmContent`;

/** Sessions with what their visitors use; each is found first, then its client. */
export const SESSIONS = 'sessions s CROSS JOIN clients USING (client_no)';
