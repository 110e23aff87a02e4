import type { Client } from '../model/client.js';
import type { Entry } from '../model/entry/entry.js';
import type { Origin } from '../model/event.js';
import type { SessionId } from '../model/ids.js';
import type { Session } from '../model/session.js';

/**
 * The fields of a session's entry, and their columns. Both engines derive from this list what they write, read, move and
 * compare. To add a field, add it here, in `entryOf`, and as a column in a migration of each engine.
 */
export const ENTRY_COLUMN_OF = {
  page: 'entry_page',
  source: 'source',
  utmSource: 'utm_source',
  utmMedium: 'utm_medium',
  utmCampaign: 'utm_campaign',
  utmTerm: 'utm_term',
  utmContent: 'utm_content',
  clickId: 'click_id',
  clickIdKind: 'click_id_kind',
} as const satisfies Record<keyof Entry, string>;

export const ENTRY_FIELDS = Object.keys(ENTRY_COLUMN_OF) as readonly (keyof Entry)[];
export const ENTRY_COLUMNS = Object.values(ENTRY_COLUMN_OF);

/** A session as stored, one field per column. */
export interface SessionRow extends Client, Entry {
  readonly id: SessionId;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly visits: number;
  readonly clicks: number;
  readonly customEvents: number;
  readonly entryOrigin: Origin | null;
}

export function toSession(row: SessionRow, conversions: number): Session {
  const { id, startedAt, endedAt, visits, clicks, customEvents, entryOrigin } = row;
  const { browser, device, platformOs, language, country } = row;
  const client = { browser, device, platformOs, language, country };
  const entry = entryIn(row);
  return { id, startedAt, endedAt, client, entry, entryOrigin, visits, clicks, customEvents, conversions };
}

/** The entry among the fields of a row. */
export function entryIn(row: Entry): Entry {
  return Object.fromEntries(ENTRY_FIELDS.map((field) => [field, row[field]])) as unknown as Entry;
}
