import type { PresentedStep } from '../../funnels/present.js';
import type { PeriodData } from './report-data.js';

/** The `data` of a funnel, as in the API. */
export interface FunnelData {
  readonly period: PeriodData;
  readonly sessions: number;
  readonly steps: readonly (PresentedStep & { readonly name: string })[];
  readonly rows: readonly FunnelRowData[];
  readonly next_cursor: string | null;
  /** The earlier period, with a comparison. */
  readonly before?: { readonly period: PeriodData; readonly steps: readonly PresentedStep[] };
}

export interface FunnelRowData {
  readonly group: Readonly<Record<string, string | null>>;
  readonly steps: readonly PresentedStep[];
  readonly before?: { readonly steps: readonly PresentedStep[] };
}
