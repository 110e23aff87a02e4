import type { Session } from '../model/session.js';

/** A session in API form; `session-schema.ts` has its schema. */
export function presentSession(session: Session): object {
  const {
    id,
    startedAt,
    endedAt,
    client,
    entry,
    visits,
    clicks,
    customEvents: events,
    conversions,
    entryOrigin,
  } = session;
  return {
    id,
    created_at: new Date(startedAt).toISOString(),
    ended_at: new Date(endedAt).toISOString(),
    time_spend: Math.round((endedAt - startedAt) / 1000),
    browser: client.browser,
    device: client.device,
    platform_os: client.platformOs,
    language: client.language,
    country: client.country,
    entry_page: entry.page,
    source: entry.source,
    utm_source: entry.utmSource,
    utm_medium: entry.utmMedium,
    utm_campaign: entry.utmCampaign,
    utm_term: entry.utmTerm,
    utm_content: entry.utmContent,
    click_id: entry.clickId,
    click_id_kind: entry.clickIdKind,
    entry_origin: entryOrigin,
    visits,
    clicks,
    events,
    conversions,
  };
}
