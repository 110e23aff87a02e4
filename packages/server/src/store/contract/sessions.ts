import type { ProjectId, SessionId } from '../../model/ids.js';
import type { PageRequest } from '../../model/page.js';
import type { Period } from '../../model/period.js';
import type { Session, SessionFilters, SessionSortKey, Timeline } from '../../model/session.js';

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
