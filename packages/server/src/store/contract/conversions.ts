import type { ConversionType, SessionCount } from '../../model/conversion.js';
import type { ProjectId, SessionId, VisitId } from '../../model/ids.js';
import type { PageRequest, PageStart } from '../../model/page.js';
import type { Period } from '../../model/period.js';

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
