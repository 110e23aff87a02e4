import type { GoalKey, ProjectId } from '../../model/ids.js';
import type { BoundedPeriod } from '../../model/period.js';
import type { ConversionChoice, Figures, ReportGroup, ReportOrder, ReportRow, RowPlace } from '../../model/report.js';
import type { SessionFilters } from '../../model/session.js';

/** A report: several queries about the same sessions and conversions. */
export interface ReportQuestion {
  readonly projectId: ProjectId;
  readonly choice: ConversionChoice;
  /** Which sessions count, and with them their conversions. */
  readonly filters: SessionFilters;
  /** The period, and the earlier one that it is compared with, if any. */
  readonly periods: readonly BoundedPeriod[];
  /** The goals that have a row in a query by goal alone, also at zero. */
  readonly goals: readonly GoalKey[];
  readonly queries: readonly ReportQuery[];
}

export interface ReportQuery {
  /** At most `GROUPS_MAX`, of which at most one is a time. */
  readonly groupBy: readonly ReportGroup[];
  /**
   * For a query by time: when each time of each period begins, ascending; the first one is at or before the start of the
   * period. Null otherwise.
   */
  readonly times: readonly (readonly number[])[] | null;
  readonly order: ReportOrder;
  /** Rows per page; at least 1. */
  readonly limit: number;
  /** The last row of the previous page; null for the first page. */
  readonly after: RowPlace | null;
}

export interface ReportAnswer {
  /** Of each period. */
  readonly totals: readonly Figures[];
  /** Of each query. */
  readonly pages: readonly ReportPage[];
}

export interface ReportPage {
  readonly rows: readonly ReportRow[];
  /** The last row of this page; null when there are no more. */
  readonly next: RowPlace | null;
}

/** The query without groups: its one row has the totals. */
export const TOTALS: ReportQuery = {
  groupBy: [],
  times: null,
  order: { by: { figure: 'conversions' }, descending: true },
  limit: 1,
  after: null,
};

/** Whether there is any filter on sessions. */
export function isFiltered({ texts, ...others }: SessionFilters): boolean {
  return [...Object.values(texts), ...Object.values(others)].some((filter) => filter !== undefined);
}
