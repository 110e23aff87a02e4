import type { FunnelFigures, FunnelGroup, FunnelRow } from '../../model/funnels/figures.js';
import type { FunnelPath, FunnelSessions } from '../../model/funnels/path.js';
import type { ProjectId } from '../../model/ids.js';
import type { BoundedPeriod } from '../../model/period.js';
import type { ReportOrder, RowPlace } from '../../model/report.js';
import type { SessionFilters } from '../../model/session.js';

/** A funnel: how far the sessions of a period went on a path. */
export interface FunnelQuestion {
  readonly projectId: ProjectId;
  readonly path: FunnelPath;
  /** Which sessions count. */
  readonly filters: SessionFilters;
  /** The period of the sessions' start, and the earlier one that it is compared with, if any. */
  readonly periods: readonly BoundedPeriod[];
  readonly groupBy: FunnelGroup | null;
  /** Rows per page; at least 1. */
  readonly limit: number;
  /** The last row of the previous page; null for the first page. */
  readonly after: RowPlace | null;
  /** Visits, clicks and custom events of the periods' sessions, up to which steps can be rules. */
  readonly ruleEventsMax: number;
}

/** Sessions of a funnel that a list is about. */
export interface FunnelTest extends Pick<FunnelQuestion, 'path' | 'filters' | 'ruleEventsMax'> {
  /** In which they began. */
  readonly period: BoundedPeriod;
  /** From 1. */
  readonly step: number;
  readonly sessions: FunnelSessions;
}

export interface FunnelAnswer {
  /** Of each period. */
  readonly totals: readonly FunnelFigures[];
  /** Most sessions at the first step first, then by group. Empty without a group. */
  readonly rows: readonly FunnelRow[];
  /** The last row of this page; null when there are no more. */
  readonly next: RowPlace | null;
}

/** The order of rows. */
export const FUNNEL_ORDER: ReportOrder = { by: { figure: 'sessions' }, descending: true };
