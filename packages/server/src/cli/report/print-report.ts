import { Temporal } from 'temporal-polyfill';
import type { Project } from '../../model/project.js';
import type { ReportGroup } from '../../model/report.js';
import { isTime } from '../../store/reports/groups.js';
import { type Output, printLine } from '../output.js';
import { type Column, columnsOf } from './columns.js';
import { layOut } from './layout.js';
import type { PeriodData, ReportData } from './report-data.js';

/** Without a terminal, lines are as long as they need to be. */
const ANY_WIDTH = Number.MAX_SAFE_INTEGER;

/** Prints a report for people: its period, a table that fits the terminal, and what it does not show. */
export function printReport(
  output: Output,
  project: Pick<Project, 'name'>,
  data: ReportData,
  groupBy: readonly ReportGroup[],
): void {
  printLine(output, titleText(project, data));
  const isByTime = groupBy.length === 1 && groupBy.every(isTime);
  const bars = isByTime ? data.rows.map(({ conversions }) => conversions) : null;
  printTable(output, data, columnsOf(data, groupBy), bars);
}

interface Titled {
  readonly period: PeriodData;
  readonly before?: { readonly period: PeriodData };
}

/** The project and the period. */
export function titleText({ name }: Pick<Project, 'name'>, { period, before }: Titled): string {
  const compared = before ? `, compared with ${periodText(before.period)}` : '';
  return `${name}, ${periodText(period)} (${period.time_zone})${compared}`;
}

/** A table that fits the terminal, and what it does not show. `bars`: a value for each row. */
export function printTable(
  output: Output,
  { period, next_cursor }: { readonly period: PeriodData; readonly next_cursor: string | null },
  columns: readonly Column[],
  bars: readonly number[] | null,
): void {
  const { lines, isPartial } = layOut(columns, bars, output.stdout.columns ?? ANY_WIDTH);
  for (const line of lines) printLine(output, line);
  if (isPartial) printLine(output, 'Some columns do not fit this terminal; --csv and --json have all of them.');
  if (next_cursor !== null) printLine(output, 'There are more rows: --limit shows up to 1000, --csv has all of them.');
  if (period.data_from !== null && Date.parse(period.data_from) > Date.parse(period.from)) {
    printLine(output, `Sessions from before ${period.data_from} are no longer kept.`);
  }
}

/** "2026-01-01 to 2026-01-31", with times where the period does not begin or end with a day. */
function periodText({ from, until, time_zone }: PeriodData): string {
  const [start, end] = [from, until].map((text) => Temporal.Instant.from(text).toZonedDateTimeISO(time_zone));
  const last = isStartOfDay(end!) ? dateText(end!.subtract({ days: 1 })) : timeText(end!);
  return `${isStartOfDay(start!) ? dateText(start!) : timeText(start!)} to ${last}`;
}

function isStartOfDay(at: Temporal.ZonedDateTime): boolean {
  return at.equals(at.startOfDay());
}

function dateText(at: Temporal.ZonedDateTime): string {
  return at.toPlainDate().toString();
}

function timeText(at: Temporal.ZonedDateTime): string {
  return at.toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' ');
}
