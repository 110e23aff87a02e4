import type { Client } from '../model/client.js';
import type { Entry } from '../model/entry.js';
import type { GoalDefinition } from '../model/goal.js';
import type { EventId, GoalKey, ProjectId, SessionId } from '../model/ids.js';
import type { Visitor } from '../model/visitor.js';
import type { EventRow } from './event-row.js';

/**
 * What a store holds in portable pieces, so that all of it can be put into another store; projects and tokens move by
 * the doors everybody uses. Pieces are as they were stored: nothing is matched or worked out anew. A piece may be put
 * again, whole or in part there already, and counts once; goals before the events that met them, events before visitors.
 */
export interface ContentsStore {
  /** What is known of a move into this store; null: there was none. */
  note(): Promise<MoveNote | null>;
  keepNote(note: MoveNote): Promise<void>;

  goals(projectId: ProjectId): Promise<GoalsContents>;
  /** These take the place of the project's goals. Whoever reads pages from before is told so (`PageExpired`). */
  putGoals(projectId: ProjectId, goals: GoalsContents): Promise<void>;

  /** The next piece of work over a project's sessions: a few ten thousand events, more only where one session has them. */
  stretch(projectId: ProjectId, after: SessionId | null): Promise<Stretch>;
  /** Events of a stretch by (session, event), bytes compared, from behind `after`; as many as fit into memory easily. */
  events(projectId: ProjectId, stretch: Stretch, after: EventPlace | null): Promise<EventsPart>;
  /** What is there stays. A conversion of a version that the project does not have is left out. */
  putEvents(projectId: ProjectId, part: EventsPart): Promise<void>;
  /** What there is in a stretch, counted and summed up by the store itself. */
  totals(projectId: ProjectId, stretch: Stretch): Promise<Totals>;
  /** Events of a project, for whoever shows how far a move has come. */
  eventsTotal(projectId: ProjectId): Promise<number>;

  /** Salts of `since` (UTC, `YYYY-MM-DD`) and later days, by day. */
  salts(since: string): Promise<ReadonlyMap<string, string>>;
  putSalts(salts: ReadonlyMap<string, string>): Promise<void>;
  /** Visitors of `since` and later days; `after` is where the part before ended. */
  visitors(since: string, after: string | null): Promise<VisitorsPart>;
  putVisitors(visitors: readonly SessionVisitor[]): Promise<void>;
}

/** Kept in the store that is moved into. */
export interface MoveNote {
  /** Which installation is moved. */
  readonly installation: string;
  /** What the store held when the move was done; null while it is not. */
  readonly fingerprint: string | null;
}

export interface GoalsContents {
  /** The newest revision that readers may hold to. */
  readonly revision: number;
  readonly versions: readonly VersionContents[];
}

/** A version of a goal. */
export type VersionContents = GoalDefinition & {
  readonly version: number;
  /** `gone`: nobody sees it any more, but the key's next version is numbered after it. */
  readonly state: 'matching' | 'live' | 'gone';
  readonly examined: number;
  readonly total: number;
  /** The event after which matching goes on; null: it begins. */
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

/** A project's sessions by id, bytes compared: those behind `after`, up to and with `through`. Null leaves that side open. */
export interface Stretch {
  readonly after: SessionId | null;
  readonly through: SessionId | null;
}

/** Session ids are ASCII: these come before and after all of them. */
export function boundsOf({ after, through }: Stretch): { readonly after: string; readonly through: string } {
  return { after: after ?? '', through: through ?? '\uffff' };
}

export interface EventsPart {
  readonly events: readonly EventContents[];
  /** Of the sessions these events are of; those of which nothing is known are left out. */
  readonly clients: ReadonlyMap<SessionId, Client>;
  /** Null: the stretch ends here. */
  readonly next: EventPlace | null;
}

export interface EventContents {
  readonly row: EventRow;
  /** Of a session's earliest visit: how the session began. Of another, which can never become it, it means nothing. */
  readonly entry: Entry | null;
  /** Versions, live or matching, whose conversion it is. */
  readonly met: readonly VersionName[];
}

export interface SessionVisitor extends Visitor {
  readonly projectId: ProjectId;
  readonly sessionId: SessionId;
}

export interface VisitorsPart {
  readonly visitors: readonly SessionVisitor[];
  /** The store's own note of where the next part begins; null when all has been given. */
  readonly next: string | null;
}

/**
 * The checksums are sums, modulo 2^64, of the CRC-32 of each thing written out in UTF-8: its fields in the order of
 * `CHECKED`, each an empty line when it is null, else a line with "=" and the field.
 */
export interface Totals {
  readonly sessions: number;
  readonly visits: number;
  readonly clicks: number;
  readonly customEvents: number;
  /** Of versions that are live or matching; with `once` one a session. Versions without any are left out. */
  readonly conversions: ReadonlyMap<VersionName, ConversionTotals>;
  /** The events' own values by currency ('' where there is none), in millionths. */
  readonly values: ReadonlyMap<string, bigint>;
  readonly eventsChecksum: bigint;
  readonly sessionsChecksum: bigint;
}

export interface ConversionTotals {
  readonly count: number;
  readonly checksum: bigint;
}

/** By the names of the columns, which are the same in all stores that have columns. */
export const CHECKED = {
  event: [
    'session_id',
    'event_id',
    'type',
    'occurred_at',
    'url',
    'title',
    'referrer',
    'text',
    'href',
    'element',
    'name',
    'value',
    'currency',
    'properties',
  ],
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
    'entry_page',
    'source',
    'utm_source',
    'utm_medium',
    'utm_campaign',
    'utm_term',
    'utm_content',
  ],
  conversion: ['session_id', 'event_id', 'occurred_at'],
} as const;

/** A decimal such as "-49.00", with at most six digits after the point, in millionths. */
export function toMillionths(decimal: string): bigint {
  const [whole = '', fraction = ''] = decimal.split('.');
  return BigInt(whole + fraction.padEnd(6, '0'));
}
