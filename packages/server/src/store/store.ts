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
import type { DocumentStore } from './documents.js';
import type { FeedStore } from './feed.js';
import type { FunnelAnswer, FunnelQuestion, FunnelTest } from './funnels/question.js';
import type { StoreNodes } from './nodes.js';
import type { ReportAnswer, ReportQuestion } from './reports/question.js';

/**
 * All data of Goalpost. The contract does not depend on an engine: no SQL, no transaction across calls, no number that
 * only one process could assign. `test/store/conformance.ts` is the other part of the contract; every store passes it.
 *
 * Times are milliseconds since 1970, UTC. Methods reject with `StoreUnavailable` when the store cannot answer now (disk
 * full, locked by another program, shutting down); the call may be repeated later.
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
  readonly reports: ReportStore;
  readonly funnels: FunnelStore;
  readonly feed: FeedStore;
  readonly documents: DocumentStore;
  /** Raw access for moving the data to another store. */
  readonly contents: ContentsStore;
  /** A random id that all processes on this store share and that no other store has. Created when it is first asked for. */
  installationId(): Promise<string>;
  /** The nodes that hold the data; null when it is a file of this machine. */
  readonly nodes: StoreNodes | null;
  /**
   * The parts of the store that cannot be read or written now; empty if all is well. Rejects with `StoreUnavailable` if nothing
   * can be answered without what is missing.
   */
  check(): Promise<readonly MissingPart[]>;
  /**
   * Writes a consistent copy to `file` while reads and writes continue. Rejects with `BackupFailed`, for example when
   * `file` exists.
   */
  backup(file: string): Promise<void>;
  /** Finishes accepted calls, then releases all resources. The store cannot be used afterwards. */
  close(): Promise<void>;
}

/** A part of a store, such as a shard, that cannot answer. The reason is for the operator and may name hosts. */
export interface MissingPart {
  readonly name: string;
  readonly reason: string;
}

export interface ProjectStore {
  create(project: Project): Promise<void>;
  find(id: ProjectId): Promise<Project | null>;
  /** The project whose pages carry this site key. */
  findBySiteKey(siteKey: string): Promise<Project | null>;
  /** Updates a project. Null when the project does not exist. */
  update(id: ProjectId, changes: ProjectChanges): Promise<Project | null>;
  /** Oldest first. */
  list(): Promise<Project[]>;
  /**
   * Removes a project with everything in it. It is gone for readers and writers at once; a process that has just used it may take
   * a second to notice. `work` erases its contents. False when the project does not exist.
   */
  remove(id: ProjectId): Promise<boolean>;
  /**
   * Does a small piece of background work: erases a part of a removed project. It may be interrupted anywhere, and any process may do
   * the next piece. False when nothing is left to do now.
   */
  work(): Promise<boolean>;
}

export interface TokenStore {
  create(token: Token): Promise<void>;
  find(id: TokenId): Promise<Token | null>;
  /** Oldest first, revoked and expired ones included. */
  list(projectId: ProjectId): Promise<Token[]>;
  /** False when the token does not exist. A token revoked twice keeps its first time. */
  revoke(id: TokenId, at: number): Promise<boolean>;
  /** Records when tokens were last used. A time earlier than the stored one has no effect. */
  touch(uses: ReadonlyMap<TokenId, number>): Promise<void>;
}

export interface GoalStore {
  /** Ordered by key. */
  list(projectId: ProjectId): Promise<Goal[]>;
  find(projectId: ProjectId, key: GoalKey): Promise<Goal | null>;
  /**
   * Refused when the key is taken or there are `GOALS_MAX` goals. Readers see no conversions of the goal until history
   * has been matched.
   */
  create(projectId: ProjectId, goal: GoalDefinition): Promise<Goal | 'taken' | 'full'>;
  /**
   * Replaces a goal. `expected` is the goal as the caller read it; the result is `changed` if it has been changed
   * since, and null when it does not exist. A change of type, rule or counting mode makes a new version. Its
   * conversions replace those of the old version in one step, once history has been matched. Any other change takes
   * effect at once.
   */
  replace(projectId: ProjectId, expected: GoalDefinition, goal: GoalDefinition): Promise<Goal | 'changed' | null>;
  /** False when the goal does not exist. Readers stop seeing its conversions at once. */
  remove(projectId: ProjectId, key: GoalKey): Promise<boolean>;
  /**
   * Does a small piece of background work: matches a batch of stored events against a version, or deletes conversions
   * of versions that no reader can see any more. Progress is stored, so any process may do the next piece, even after a
   * crash. False when nothing is left to do.
   */
  work(): Promise<boolean>;
  /**
   * Matches a rule against a small part of the stored events of its type, latest sessions first. Stores nothing.
   * `after` is where the previous part ended.
   */
  preview(query: PreviewQuery, after: string | null): Promise<PreviewPart>;
}

/** A rule to preview, and the period of the events to try it on. */
export interface PreviewQuery {
  readonly projectId: ProjectId;
  readonly typed: TypedRule;
  readonly period: Period;
}

/** The result of one part of a preview. */
export interface PreviewPart {
  /** Events of the rule's type in the period. */
  readonly examined: number;
  /** When the matching events occurred, in milliseconds since 1970; in no order. */
  readonly matchedAt: readonly number[];
  /** Sessions with a matching event. No session is counted in two parts. */
  readonly sessions: number;
  /** Some of the matching events, at most `PREVIEW_EXAMPLES_MAX`. */
  readonly examples: readonly Event[];
  /** Where the next part begins, in the store's own format; null when there is no more. */
  readonly next: string | null;
}

export const PREVIEW_EXAMPLES_MAX = 10;

export interface EventStore {
  /**
   * Stores events, each with its conversions and its part in its session. Resolves once all are durable; a call that rejects
   * may have stored some of them, and is safe to repeat. An event with the same (session, event id) as a stored one is not
   * stored again. Returns for each event, in order, whether it was `stored` or `repeated`; null when the project does not
   * exist. `facts` holds more about the sessions of these events.
   */
  record(
    projectId: ProjectId,
    events: readonly Event[],
    facts?: SessionFactsById,
    options?: RecordOptions,
  ): Promise<Recorded[] | null>;
}

export interface RecordOptions {
  /** Lets a store skip an expensive lookup: repeated events may be reported as `stored`. They still count once. */
  readonly mayOverlookRepeated?: boolean;
}

export type Recorded = 'stored' | 'repeated';

/** Facts about a session that a collector learns from a request. */
export interface SessionFacts {
  /** Fills in unknown fields of the session's client; known fields are kept. */
  readonly client: Client | null;
  /** The session's visitor. */
  readonly visitor: Visitor | null;
}
export type SessionFactsById = ReadonlyMap<SessionId, SessionFacts>;

export interface MarkedPart {
  /** Events made public by this part. */
  readonly events: number;
  /** Where the next part begins; null when nothing is left. */
  readonly next: string | null;
}

export interface SessionStore {
  /** The ids that belong to sessions of the project. */
  known(projectId: ProjectId, ids: readonly SessionId[]): Promise<Set<SessionId>>;
  /** Whether any session of the project has a trusted event. */
  hasTrusted(projectId: ProjectId): Promise<boolean>;
  /** When the project's last event happened, in milliseconds since 1970; null if it has none. */
  lastEventAt(projectId: ProjectId): Promise<number | null>;
  /** A page of sessions in the requested order, and the total over all pages. */
  list(selection: SessionSelection, page: SessionPage): Promise<{ total: number; sessions: Session[] }>;
  /** A session with a page of its events, ordered by (time, event id). Null when the project has no such session. */
  timeline(projectId: ProjectId, id: SessionId, page: PageRequest): Promise<Timeline | null>;
  /**
   * Erases a session with everything in it, all at once, and overwrites its bytes. Null when the project has no such
   * session. Later events of the session start it again.
   */
  erase(projectId: ProjectId, id: SessionId): Promise<Erased | null>;
  /**
   * Makes trusted events of a period public, with all that follows for sessions and conversions: does a small part.
   * `after`: null, or `next` of the part before. It may be interrupted anywhere and begun again.
   */
  markPublic(projectId: ProjectId, period: Period, after: string | null): Promise<MarkedPart>;
  /**
   * Does a small part of erasing all sessions, of all projects, whose last event was before `before`. Returns how many it
   * has erased; 0 when none was left.
   */
  eraseOlderThan(before: number): Promise<number>;
  /** How many sessions of each project `eraseOlderThan` would erase, by project id. Projects without sessions are left out. */
  countOlderThan(before: number): Promise<DueSessions[]>;
}

/** Sessions of a project that retention is about to erase. */
export interface DueSessions {
  readonly projectId: ProjectId;
  /** How many are older. */
  readonly due: number;
  /** How many there are. */
  readonly all: number;
}

/** The contents of an erased session; only conversions that readers saw are counted. */
export interface Erased {
  readonly visits: number;
  readonly clicks: number;
  readonly customEvents: number;
  readonly conversions: number;
}

/** Data about visitors that lets any process find their sessions again. Never kept longer than the salt of its day. */
export interface VisitorStore {
  /**
   * The secret of a day (UTC, `YYYY-MM-DD`), 64 hex digits. The first call creates it; all later calls return the same
   * one.
   */
  salt(day: string): Promise<string>;
  /** Sessions recorded for one of these visitors with an event at or after `since`, oldest first. */
  sessions(visitors: readonly Visitor[], since: number): Promise<SessionSpan[]>;
  /**
   * Deletes a small part of the data of days before `day`, salts first, and overwrites its bytes. False when nothing is
   * left.
   */
  forget(day: string): Promise<boolean>;
}

/** A session's time from its first event to its last. */
export interface SessionSpan {
  readonly id: SessionId;
  readonly startedAt: number;
  readonly endedAt: number;
}

/**
 * Selects the sessions that began in the period and pass all filters. With `filters.conversion.inPeriod` the period is that
 * of the conversion instead.
 */
export interface SessionSelection {
  readonly projectId: ProjectId;
  readonly period: Period;
  readonly filters: SessionFilters;
}

/** Sessions with equal keys are ordered by id; sessions without a value for the key come last. */
export interface SessionPage {
  readonly sortKey: SessionSortKey;
  readonly sortOrder: 'asc' | 'desc';
  /** Sessions per page; at least 1. */
  readonly limit: number;
  /** Sessions on all previous pages. */
  readonly offset: number;
}

/** Selects visits. */
export interface VisitSelection {
  readonly projectId: ProjectId;
  /** Duplicates are ignored. */
  readonly sessionIds: readonly SessionId[];
  readonly period: Period;
  /** Null for all visits of these sessions. */
  readonly visitIds: readonly VisitId[] | null;
}

/** Selects conversions. */
export interface Selection {
  readonly projectId: ProjectId;
  /** Duplicates are ignored. */
  readonly sessionIds: readonly SessionId[];
  readonly period: Period;
  /** Null for all types. */
  readonly types: readonly ConversionType[] | null;
}

/**
 * A list as JSON text, which is copied into an answer unchanged. A store may be able to build it quickly, and one
 * string passes between threads much faster than many objects.
 */
export interface JsonPage {
  readonly json: string;
  /** Null on the last page. */
  readonly next: PageStart | null;
}

export interface VisitStore {
  /** Visit ids ordered by (time, id), bytes compared. */
  ids(selection: VisitSelection, page: PageRequest): Promise<JsonPage>;
  /** The same visits in the same order, each formatted by `presentVisit`. */
  list(selection: VisitSelection, page: PageRequest): Promise<JsonPage>;
  /** Visits of the selection per session. Sessions without visits are omitted. */
  count(selection: VisitSelection): Promise<ReadonlyMap<SessionId, number>>;
}

export interface ConversionStore {
  /**
   * Conversion ids ordered by (time, id), bytes compared. Rejects with `PageExpired` when `after` names a snapshot that
   * has been deleted, which happens at the earliest 10 minutes after a goal of the project changed.
   */
  ids(selection: Selection, page: PageRequest): Promise<JsonPage>;
  /** The same conversions in the same order, each formatted by `presentConversion`. Rejects as `ids` does. */
  list(selection: Selection, page: PageRequest): Promise<JsonPage>;
  /** Conversions per session, in no particular order. Sessions without conversions are omitted. */
  count(selection: Selection): Promise<SessionCount[]>;
}

export interface ReportStore {
  /**
   * Counts what all sessions did. Exact: the figures include every event recorded before the call. When `signal` aborts,
   * the work ends soon and the call rejects with the signal's reason.
   */
  answer(question: ReportQuestion, signal: AbortSignal): Promise<ReportAnswer>;
  /**
   * Does a small piece of background work that makes later reports faster; they are right without it. False when nothing is
   * left to do.
   */
  work(): Promise<boolean>;
  /** How far that work is. It reads the days of all projects, so it takes milliseconds for each year. */
  progress(): Promise<Progress>;
}

/** Days that are over, of all projects. */
export interface Progress {
  readonly days: number;
  /** How many of them need no more background work. */
  readonly prepared: number;
}

export interface FunnelStore {
  /**
   * Counts how far sessions went on a path, exactly, as `ReportStore.answer` does. `too_many_events`: a step is a rule, and the
   * sessions of the periods have more events than `ruleEventsMax`.
   */
  answer(question: FunnelQuestion, signal: AbortSignal): Promise<FunnelAnswer | 'too_many_events'>;
  /** As `SessionStore.list`, only of sessions that pass the test. Aborts as `answer` does. */
  list(
    selection: SessionSelection,
    test: FunnelTest,
    page: SessionPage,
    signal: AbortSignal,
  ): Promise<{ total: number; sessions: Session[] } | 'too_many_events'>;
}

/** The store cannot answer now; the same call may succeed later. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** The project does not exist: most likely it was removed while somebody used it. */
export class NoProject extends Error {
  override readonly name = 'NoProject';
}

/** The store cannot be used with this configuration. The message tells the operator what is wrong and how to fix it. */
export class UnusableStore extends Error {
  override readonly name = 'UnusableStore';
}

/** A backup was not written. The message is for the operator. */
export class BackupFailed extends Error {
  override readonly name = 'BackupFailed';
}

/** A backup was not restored. The message is for the operator. */
export class RestoreRefused extends Error {
  override readonly name = 'RestoreRefused';
}

/** A page start refers to goal versions whose conversions have been deleted. */
export class PageExpired extends Error {
  override readonly name = 'PageExpired';
}

/** How long conversions of a replaced goal version stay readable for answers that began before the change, in ms. */
export const SNAPSHOT_KEPT_MS = 10 * 60_000;
