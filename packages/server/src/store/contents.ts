import type { Client } from '../model/client.js';
import type { Entry } from '../model/entry/entry.js';
import type { Origin } from '../model/event.js';
import type { GoalDefinition } from '../model/goal.js';
import type { EventId, GoalKey, ProjectId, SessionId } from '../model/ids.js';
import type { Visitor } from '../model/visitor.js';
import { COLUMN_OF, type EventRow } from './event-row.js';
import { ENTRY_COLUMNS } from './session-row.js';

/**
 * A store's data in portable pieces, for copying all of it to another store. Projects and tokens are copied through the
 * ordinary methods. Pieces contain what was stored; nothing is matched or computed again. Putting a piece twice, or
 * after part of it was stored, has no further effect. Put goals before the events that met them, and events before
 * visitors.
 */
export interface ContentsStore {
  /** The state of a move into this store; null if there was none. */
  note(): Promise<MoveNote | null>;
  keepNote(note: MoveNote): Promise<void>;

  goals(projectId: ProjectId): Promise<GoalsContents>;
  /** Replaces the project's goals. Readers of earlier pages get `PageExpired`. */
  putGoals(projectId: ProjectId, goals: GoalsContents): Promise<void>;

  /**
   * The next range of a project's sessions: a few tens of thousands of events, and more only if a single session has
   * more.
   */
  stretch(projectId: ProjectId, after: SessionId | null): Promise<Stretch>;
  /**
   * Events of a stretch after `after`, ordered by (session, event), bytes compared; as many as easily fit into memory.
   */
  events(projectId: ProjectId, stretch: Stretch, after: EventPlace | null): Promise<EventsPart>;
  /** Stores events; existing ones are kept. A conversion of a version that the project does not have is skipped. */
  putEvents(projectId: ProjectId, part: EventsPart): Promise<void>;
  /** Counts and checksums of a stretch, computed by the store itself. */
  totals(projectId: ProjectId, stretch: Stretch): Promise<Totals>;
  /** The number of events in a project, for showing the progress of a move. */
  eventsTotal(projectId: ProjectId): Promise<number>;

  /** Salts of `since` (UTC, `YYYY-MM-DD`) and later days, by day. */
  salts(since: string): Promise<ReadonlyMap<string, string>>;
  putSalts(salts: ReadonlyMap<string, string>): Promise<void>;
  /** Visitors of `since` and later days; `after` is where the previous part ended. */
  visitors(since: string, after: string | null): Promise<VisitorsPart>;
  putVisitors(visitors: readonly SessionVisitor[]): Promise<void>;
}

/** Stored in the target of a move. */
export interface MoveNote {
  /** The installation that is moved. */
  readonly installation: string;
  /** The content of the store when the move was completed; null while it is not. */
  readonly fingerprint: string | null;
}

export interface GoalsContents {
  /** The newest revision that readers may use. */
  readonly revision: number;
  readonly versions: readonly VersionContents[];
}

/** A version of a goal. */
export type VersionContents = GoalDefinition & {
  readonly version: number;
  /** `gone`: no longer visible to anyone, but the key's next version is numbered after it. */
  readonly state: 'matching' | 'live' | 'gone';
  readonly examined: number;
  /** Null when matches were not counted. */
  readonly matched: number | null;
  readonly total: number;
  /** The event after which matching continues; null to start from the beginning. */
  readonly resume: EventPlace | null;
};

/** Names a version within its project: "buy 2". */
export type VersionName = string;

export function versionName({ key, version }: { readonly key: GoalKey; readonly version: number }): VersionName {
  return `${key} ${version}`;
}

export interface EventPlace {
  readonly sessionId: SessionId;
  readonly eventId: EventId;
}

/**
 * A range of a project's sessions by id, bytes compared: after `after`, up to and including `through`. Null leaves that
 * side open.
 */
export interface Stretch {
  readonly after: SessionId | null;
  readonly through: SessionId | null;
}

/** Session ids are ASCII, so the default bounds sort before and after all of them. */
export function boundsOf({ after, through }: Stretch): { readonly after: string; readonly through: string } {
  return { after: after ?? '', through: through ?? '\uffff' };
}

export interface EventsPart {
  readonly events: readonly EventContents[];
  /** What these events' sessions know of their clients. Unknown clients are omitted. */
  readonly clients: ReadonlyMap<SessionId, ClientsByOrigin>;
  /** Where the next part continues; null at the end of the stretch. */
  readonly next: EventPlace | null;
}

/** A session's client as its events of each origin told it. */
export type ClientsByOrigin = Readonly<Partial<Record<Origin, Client>>>;

export interface EventContents {
  readonly row: EventRow;
  /**
   * For the visit that a session began with: how it began. Without meaning for any other visit, which can never become
   * that one.
   */
  readonly entry: Entry | null;
  /** The live or matching versions that the event met. */
  readonly met: readonly VersionName[];
}

export interface SessionVisitor extends Visitor {
  readonly projectId: ProjectId;
  readonly sessionId: SessionId;
}

export interface VisitorsPart {
  readonly visitors: readonly SessionVisitor[];
  /** Where the next part begins, in the store's own format; null when there is no more. */
  readonly next: string | null;
}

/**
 * Checksums are sums, modulo 2^64, of the CRC-32 of each item as UTF-8 text. The text has a line for each field, in the
 * order of `CHECKED`: empty when the field is null, otherwise "=" and the field.
 */
export interface Totals {
  readonly sessions: number;
  readonly visits: number;
  readonly clicks: number;
  readonly customEvents: number;
  /**
   * Conversions of live or matching versions; with `once`, one per session. Versions without conversions are omitted.
   */
  readonly conversions: ReadonlyMap<VersionName, ConversionTotals>;
  /** Sums of the events' own values by currency ('' for none), in millionths. */
  readonly values: ReadonlyMap<string, bigint>;
  readonly eventsChecksum: bigint;
  readonly sessionsChecksum: bigint;
}

export interface ConversionTotals {
  readonly count: number;
  readonly checksum: bigint;
}

/** Checksummed fields, by their column names, which are the same in all stores that have columns. */
export const CHECKED = {
  event: Object.values(COLUMN_OF),
  session: [
    'session_id',
    'started_at',
    'ended_at',
    'visits',
    'clicks',
    'custom_events',
    'browser',
    'device',
    'platform_os',
    'language',
    'country',
    ...ENTRY_COLUMNS,
  ],
  conversion: ['session_id', 'event_id', 'occurred_at'],
} as const;

/** Converts a decimal such as "-49.00", with at most six digits after the point, to millionths. */
export function toMillionths(decimal: string): bigint {
  const [whole = '', fraction = ''] = decimal.split('.');
  return BigInt(whole + fraction.padEnd(6, '0'));
}
