import type { Client } from '../model/client.js';
import type { ConversionType, SessionCount } from '../model/conversion.js';
import type { Event } from '../model/event.js';
import type { Goal, GoalDefinition, TypedRule } from '../model/goal.js';
import type { GoalKey, ProjectId, SessionId, TokenId, VisitId } from '../model/ids.js';
import type { PageRequest, PageStart } from '../model/page.js';
import type { Period } from '../model/period.js';
import type { Project, ProjectChanges } from '../model/project.js';
import type { Session, SessionFilters, SessionSortKey, Timeline } from '../model/session.js';
import type { Token } from '../model/token.js';
import type { Visitor } from '../model/visitor.js';
import type { ContentsStore } from './contents.js';

/**
 * Everything Goalpost keeps. The contract says nothing of how: no SQL, no transaction that spans two calls, no
 * number that only one process could hand out. `test/store/conformance.ts` is the rest of the contract; every store
 * passes it.
 *
 * Times are milliseconds since 1970, UTC. Methods reject with `StoreUnavailable` when the store cannot answer now
 * (disk full, locked by another program, shutting down) and may be called again later.
 */
export interface Store {
  readonly projects: ProjectStore;
  readonly tokens: TokenStore;
  readonly goals: GoalStore;
  readonly events: EventStore;
  readonly sessions: SessionStore;
  readonly visitors: VisitorStore;
  readonly visits: VisitStore;
  readonly conversions: ConversionStore;
  /** For moving to another store. */
  readonly contents: ContentsStore;
  /** Rejects with `StoreUnavailable` when reads or writes would fail now. */
  check(): Promise<void>;
  /** Writes a consistent copy to `file` while reads and writes go on. Rejects with `BackupFailed`, as when `file` exists. */
  backup(file: string): Promise<void>;
  /** Finishes what was accepted, then releases everything. The store cannot be used afterwards. */
  close(): Promise<void>;
}

export interface ProjectStore {
  create(project: Project): Promise<void>;
  find(id: ProjectId): Promise<Project | null>;
  /** The project whose pages carry this site key. */
  findBySiteKey(siteKey: string): Promise<Project | null>;
  /** Changes what may change of a project. Null when there is no such project. */
  update(id: ProjectId, changes: ProjectChanges): Promise<Project | null>;
  /** Oldest first. */
  list(): Promise<Project[]>;
}

export interface TokenStore {
  create(token: Token): Promise<void>;
  find(id: TokenId): Promise<Token | null>;
  /** Oldest first, revoked and expired ones included. */
  list(projectId: ProjectId): Promise<Token[]>;
  /** False when there is no such token. A token revoked twice keeps its first time. */
  revoke(id: TokenId, at: number): Promise<boolean>;
  /** Notes when tokens were last used; an earlier time than the one kept changes nothing. */
  touch(uses: ReadonlyMap<TokenId, number>): Promise<void>;
}

export interface GoalStore {
  /** By key. */
  list(projectId: ProjectId): Promise<Goal[]>;
  find(projectId: ProjectId, key: GoalKey): Promise<Goal | null>;
  /** Refused when the key is taken or there are `GOALS_MAX`. Until history has been matched, readers see no conversion of it. */
  create(projectId: ProjectId, goal: GoalDefinition): Promise<Goal | 'taken' | 'full'>;
  /**
   * Puts `goal` in the place of `expected`, which is what the caller has read; `changed` when somebody else has been
   * there since. Null when there is no such goal. A change of type, rule or counting mode makes a new version, whose conversions replace
   * the old version's in one step once history has been matched; any other change holds at once.
   */
  replace(projectId: ProjectId, expected: GoalDefinition, goal: GoalDefinition): Promise<Goal | 'changed' | null>;
  /** False when there is no such goal. Its conversions are gone for readers at once. */
  remove(projectId: ProjectId, key: GoalKey): Promise<boolean>;
  /**
   * Does a small piece of the background work that goals leave behind: holds a batch of stored events against a
   * version whose matching is running, or clears away conversions of versions no reader can see any more. Progress is
   * kept, so any process may do the next piece, after a crash too. False when nothing is left to do.
   */
  work(): Promise<boolean>;
  /**
   * Holds a rule against a small part of the stored events of its type, and stores nothing: the sessions that began last
   * come first. `after` is where the part before ended.
   */
  preview(asked: PreviewedRule, after: string | null): Promise<PreviewPart>;
}

/** A rule that is no goal yet, and the period of the events it is tried on. */
export interface PreviewedRule {
  readonly projectId: ProjectId;
  readonly typed: TypedRule;
  readonly period: Period;
}

/** What was found in one part. */
export interface PreviewPart {
  /** Events of the rule's type and of the period. */
  readonly examined: number;
  readonly matched: number;
  /** Sessions of which an event matched; none is counted by two parts. */
  readonly sessions: number;
  /** Some of the events that matched; `PREVIEW_EXAMPLES_MAX` at most. */
  readonly examples: readonly Event[];
  /** The store's own note of where the next part begins; null when all has been seen. */
  readonly next: string | null;
}

export const PREVIEW_EXAMPLES_MAX = 10;

export interface EventStore {
  /**
   * Stores events with their sessions and conversions, all or nothing, and resolves once they are durable. The same
   * (session, event id) is stored once; what was stored first stays. Answers for each event, in order, whether it was
   * `stored` or `repeated`. Null when there is no such project. `facts` tells more of sessions these events are of.
   */
  record(
    projectId: ProjectId,
    events: readonly Event[],
    facts?: SessionFactsById,
    options?: RecordOptions,
  ): Promise<Recorded[] | null>;
}

export interface RecordOptions {
  /** Spares a store the looking where that is dear: repeated events may be answered as `stored`. They count once all the same. */
  readonly mayOverlookRepeated?: boolean;
}

export type Recorded = 'stored' | 'repeated';

/** What a collector learnt of a session beside its events. */
export interface SessionFacts {
  /** What is known of the session's client already stays; this fills in what is not. */
  readonly client: Client | null;
  /** Whose session it is. */
  readonly visitor: Visitor | null;
}
export type SessionFactsById = ReadonlyMap<SessionId, SessionFacts>;

export interface SessionStore {
  /** Those of the ids that are sessions of the project. */
  known(projectId: ProjectId, ids: readonly SessionId[]): Promise<Set<SessionId>>;
  /** Sessions in the order asked for, and how many there are on all pages. */
  list(selection: SessionSelection, page: SessionPage): Promise<{ total: number; sessions: Session[] }>;
  /** A session with a page of its events, by (time, id) of the event. Null when the project has no such session. */
  timeline(projectId: ProjectId, id: SessionId, page: PageRequest): Promise<Timeline | null>;
  /**
   * Forgets a session with everything of it, all at once; its bytes are overwritten. Null when the project has no such
   * session. Events that arrive for it later begin it anew.
   */
  erase(projectId: ProjectId, id: SessionId): Promise<Erased | null>;
  /** Does a small part of erasing all sessions, of all projects, whose last event was before `before`. False when none is left. */
  eraseOlderThan(before: number): Promise<boolean>;
}

/** How much there was of a session; of its conversions those that readers saw. */
export interface Erased {
  readonly visits: number;
  readonly clicks: number;
  readonly customEvents: number;
  readonly conversions: number;
}

/** What is kept of visitors so that their sessions are found again, by any process; never longer than a day's salt. */
export interface VisitorStore {
  /** The secret of a day (UTC, `YYYY-MM-DD`), 64 hex digits: made for the first who asks, the same for all after. */
  salt(day: string): Promise<string>;
  /** Sessions that were recorded for one of these visitors and had an event at or after `since`, oldest first. */
  sessions(visitors: readonly Visitor[], since: number): Promise<SessionSpan[]>;
  /**
   * Drops a small part of what is kept of days before `day`, salts first. False when nothing is left of them. What was
   * dropped is overwritten in the store.
   */
  forget(day: string): Promise<boolean>;
}

/** From its first event to its last. */
export interface SessionSpan {
  readonly id: SessionId;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** Which sessions are asked for: those that began in the period and pass all filters. */
export interface SessionSelection {
  readonly projectId: ProjectId;
  readonly period: Period;
  readonly filters: SessionFilters;
}

/** Sessions that are equal by the key come in the order of their ids; those of which it is not known come last. */
export interface SessionPage {
  readonly sortKey: SessionSortKey;
  readonly sortOrder: 'asc' | 'desc';
  /** Sessions of a page; at least 1. */
  readonly limit: number;
  /** Sessions on the pages before. */
  readonly offset: number;
}

/** Which visits are asked for. */
export interface VisitSelection {
  readonly projectId: ProjectId;
  /** Repeats are allowed and mean nothing more. */
  readonly sessionIds: readonly SessionId[];
  readonly period: Period;
  /** Null: all of these sessions. */
  readonly visitIds: readonly VisitId[] | null;
}

/** Which conversions are asked for. */
export interface Selection {
  readonly projectId: ProjectId;
  /** Repeats are allowed and mean nothing more. */
  readonly sessionIds: readonly SessionId[];
  readonly period: Period;
  /** Null: all types. */
  readonly types: readonly ConversionType[] | null;
}

/**
 * A list as JSON text. It goes into an answer as it is; a store may have a quick way to it, and between threads one text
 * is passed in a fraction of the time of the many things in it.
 */
export interface JsonPage {
  readonly json: string;
  /** Null on the last page. */
  readonly next: PageStart | null;
}

export interface VisitStore {
  /** Visit ids ordered by (time, id), bytes compared. */
  ids(selection: VisitSelection, page: PageRequest): Promise<JsonPage>;
  /** The same visits in the same order, each as `presentVisit` gives it. */
  list(selection: VisitSelection, page: PageRequest): Promise<JsonPage>;
  /** How many visits of the selection each session has; those without any are left out. */
  count(selection: VisitSelection): Promise<ReadonlyMap<SessionId, number>>;
}

export interface ConversionStore {
  /**
   * Conversion ids ordered by (time, id), bytes compared. Rejects with `PageExpired` when `after` names a snapshot that
   * has been cleared away, which is at least 10 minutes after a goal of the project changed.
   */
  ids(selection: Selection, page: PageRequest): Promise<JsonPage>;
  /** The same conversions in the same order, each as `presentConversion` gives it. Rejects as `ids` does. */
  list(selection: Selection, page: PageRequest): Promise<JsonPage>;
  /** Counts of those sessions of the selection that have conversions, in no particular order. */
  count(selection: Selection): Promise<SessionCount[]>;
}

/** The store cannot answer now; the same call may succeed later. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** The store cannot be used as it is set up; the message is for the operator: what is wrong and what would help. */
export class UnusableStore extends Error {
  override readonly name = 'UnusableStore';
}

/** A copy was not written; the message is for the operator. */
export class BackupFailed extends Error {
  override readonly name = 'BackupFailed';
}

/** A page start refers to goal versions that have been cleared away. */
export class PageExpired extends Error {
  override readonly name = 'PageExpired';
}

/** How long conversions of a replaced goal version stay readable for answers that began before the change, in ms. */
export const SNAPSHOT_KEPT_MS = 10 * 60_000;
