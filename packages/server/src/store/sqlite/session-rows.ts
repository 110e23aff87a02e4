import type { SessionId } from '../../ids.js';
import type { Session } from '../../sessions/session.js';

/** A session as stored. */
export interface SessionRow {
  readonly sessionNo: number;
  readonly sessionId: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly visits: number;
  readonly clicks: number;
  readonly customEvents: number;
  readonly browser: string | null;
  readonly device: string | null;
  readonly platformOs: string | null;
  readonly language: string | null;
  readonly country: string | null;
  readonly entryPage: string | null;
  readonly source: string | null;
  readonly utmSource: string | null;
  readonly utmMedium: string | null;
  readonly utmCampaign: string | null;
  readonly utmTerm: string | null;
  readonly utmContent: string | null;
}

export const SESSION_COLUMNS = `session_no AS sessionNo, session_id AS sessionId, started_at AS startedAt, ended_at AS endedAt,
  visits, clicks, custom_events AS customEvents, browser, device, platform_os AS platformOs, language, country,
  entry_page AS entryPage, source, utm_source AS utmSource, utm_medium AS utmMedium, utm_campaign AS utmCampaign,
  utm_term AS utmTerm, utm_content AS utmContent`;

export function toSession(row: SessionRow, conversions: number): Session {
  const { sessionId, startedAt, endedAt, visits, clicks, customEvents } = row;
  const { browser, device, platformOs, language, country } = row;
  const { entryPage: page, source, utmSource, utmMedium, utmCampaign, utmTerm, utmContent } = row;
  return {
    id: sessionId as SessionId,
    startedAt,
    endedAt,
    client: { browser, device, platformOs, language, country },
    entry: { page, source, utmSource, utmMedium, utmCampaign, utmTerm, utmContent },
    visits,
    clicks,
    customEvents,
    conversions,
  };
}
