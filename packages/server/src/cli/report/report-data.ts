/** The `data` of a report with one query, as in the API. */
export interface ReportData {
  readonly period: PeriodData;
  readonly totals: FiguresData;
  readonly rows: readonly RowData[];
  readonly next_cursor: string | null;
  /** The earlier period, with a comparison. */
  readonly before?: { readonly period: PeriodData; readonly totals: FiguresData };
}

export interface PeriodData {
  readonly from: string;
  readonly until: string;
  readonly time_zone: string;
  readonly data_from: string | null;
}

export interface FiguresData {
  readonly sessions: number;
  readonly converted_sessions: number;
  readonly conversion_rate: number | null;
  readonly conversions: number;
  readonly value: Readonly<Record<string, string>>;
}

export interface RowData extends FiguresData {
  readonly group: Readonly<Record<string, string | null>>;
  /** Null where the earlier period has no such time. */
  readonly before?: FiguresData | null;
}

/** The currencies of a report, of both periods, in order. Those of its rows are among those of its totals. */
export function currenciesOf({ totals, before }: ReportData): readonly string[] {
  return [...new Set([...Object.keys(totals.value), ...Object.keys(before?.totals.value ?? {})])].sort();
}
