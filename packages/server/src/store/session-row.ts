import type { Client } from '../model/client.js';
import type { Origin } from '../model/event.js';
import type { SessionId } from '../model/ids.js';
import type { Session } from '../model/session.js';

/** A session as stored, one field per column. */
export interface SessionRow extends Client {
  readonly id: SessionId;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly visits: number;
  readonly clicks: number;
  readonly customEvents: number;
  readonly entryPage: string | null;
  readonly source: string | null;
  readonly utmSource: string | null;
  readonly utmMedium: string | null;
  readonly utmCampaign: string | null;
  readonly utmTerm: string | null;
  readonly utmContent: string | null;
  readonly clickId: string | null;
  readonly clickIdKind: string | null;
  readonly entryOrigin: Origin | null;
}

export function toSession(row: SessionRow, conversions: number): Session {
  const { id, startedAt, endedAt, visits, clicks, customEvents, entryOrigin } = row;
  const { browser, device, platformOs, language, country } = row;
  const { entryPage: page, source, utmSource, utmMedium, utmCampaign, utmTerm, utmContent } = row;
  const { clickId, clickIdKind } = row;
  return {
    id,
    startedAt,
    endedAt,
    client: { browser, device, platformOs, language, country },
    entry: { page, source, utmSource, utmMedium, utmCampaign, utmTerm, utmContent, clickId, clickIdKind },
    entryOrigin,
    visits,
    clicks,
    customEvents,
    conversions,
  };
}
