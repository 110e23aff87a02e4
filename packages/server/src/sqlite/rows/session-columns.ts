import type { SessionRow } from '../../store/session-row.js';

/** A row with the columns `SESSION_COLUMNS`. */
export interface NumberedSession extends SessionRow {
  readonly sessionNo: number;
}

/** The columns to select from `SESSIONS`. */
export const SESSION_COLUMNS = `session_no AS sessionNo, session_id AS id, started_at AS startedAt, ended_at AS endedAt,
  visits, clicks, custom_events AS customEvents, browser, device, platform_os AS platformOs, language, country,
  entry_page AS entryPage, source, utm_source AS utmSource, utm_medium AS utmMedium, utm_campaign AS utmCampaign,
  utm_term AS utmTerm, utm_content AS utmContent`;

/** Sessions joined with their clients; `CROSS JOIN` looks up the session first. */
export const SESSIONS = 'sessions s CROSS JOIN clients USING (client_no)';
