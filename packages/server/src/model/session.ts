import type { Client } from './client.js';
import type { ConversionType } from './conversion.js';
import type { Entry } from './entry/entry.js';
import type { Event, Origin } from './event.js';
import type { TypedRule } from './goal.js';
import type { GoalKey, SessionId } from './ids.js';
import type { PageStart } from './page.js';

/** A visitor who returns after a longer gap starts a new session, in ms. */
export const SESSION_GAP_MS = 30 * 60_000;

/** A visitor's activity without a gap of over 30 minutes. Times are milliseconds since 1970, UTC. */
export interface Session {
  readonly id: SessionId;
  /** The time of its first event. Once it has a trusted visit, this and all up to `entry` come from trusted events alone. */
  readonly startedAt: number;
  /** The time of its last event. */
  readonly endedAt: number;
  readonly client: Client;
  readonly entry: Entry;
  /** Who sent the visit that `entry` comes from: the earliest trusted one, or else the earliest; null without visits. */
  readonly entryOrigin: Origin | null;
  readonly visits: number;
  readonly clicks: number;
  readonly customEvents: number;
  readonly conversions: number;
}

/** A session and its events, in order. */
export interface Timeline {
  readonly session: Session;
  readonly entries: readonly TimelineEntry[];
  /** Null on the last page. */
  readonly next: PageStart | null;
}

export interface TimelineEntry {
  readonly event: Event;
  /** The goals that the event met, ordered by key. */
  readonly goals: readonly MetGoal[];
}

/** The version of a goal that an event met. */
export type MetGoal = TypedRule & { readonly key: GoalKey; readonly name: string; readonly version: number };

/** Text fields of a session that it can be filtered by, and that reports group by. */
export const SESSION_TEXTS = [
  'browser',
  'device',
  'platform_os',
  'language',
  'country',
  'source',
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_term',
  'utm_content',
  'entry_page',
] as const;
export type SessionText = (typeof SESSION_TEXTS)[number];

/** Conditions on a text; all that are given must hold. In the lists, null stands for a text that is not known. */
export interface TextTest {
  /** The text is one of these. */
  readonly is?: readonly (string | null)[] | undefined;
  /** It is none of these. A text that is not known passes unless null is listed. */
  readonly isNot?: readonly (string | null)[] | undefined;
  /** It contains one of these; A to Z are the same as a to z. */
  readonly contains?: readonly (string | null)[] | undefined;
}

/** Absent filters have no effect. */
export interface SessionFilters {
  readonly texts: Readonly<Partial<Record<SessionText, TextTest>>>;
  /** Sessions with a conversion, or without any. */
  readonly converted?: boolean | undefined;
  /** Sessions with an event of this origin. */
  readonly origin?: Origin | undefined;
  /** Sessions with a conversion that passes. */
  readonly conversion?: ConversionTest | undefined;
}

/** Conditions on one conversion; all that are given must hold. */
export interface ConversionTest {
  readonly goals?: readonly GoalKey[] | undefined;
  readonly types?: readonly ConversionType[] | undefined;
  readonly origin?: Origin | undefined;
  /** The path of the page where it happened. */
  readonly page?: TextTest | undefined;
  /**
   * It happened in the period, and the session may have begun at any time. Otherwise the session began in the period, and
   * the conversion may have happened at any time.
   */
  readonly inPeriod?: boolean | undefined;
}

/** Sort keys of sessions; `time_spend` is the time from the first event to the last. */
export const SESSION_SORT_KEYS = [
  'id',
  'browser',
  'device',
  'platform_os',
  'country',
  'time_spend',
  'created_at',
] as const;
export type SessionSortKey = (typeof SESSION_SORT_KEYS)[number];
