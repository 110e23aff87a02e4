import type { Connection } from '../../database/connection.js';
import type { Span } from '../days/day.js';
import { isComplete, type KeptDay } from '../days/kept-days.js';
import { type DaySums, daySums } from '../sums/day-sums.js';

/** Seven days from a Thursday, as 1970 began with one. */
export const WEEK_DAYS = 7;

/** The sums of all days of a week. */
export interface Week {
  readonly span: Span;
  readonly sums: DaySums;
}

/** The week, counted from 1970, of a day. The triggers of `report_days` compute the same. */
function weekNoOf(dayNo: number): number {
  return Math.floor(dayNo / WEEK_DAYS);
}

/** Ascending days, week by week. */
export function* byWeek(dayNos: Iterable<number>): Generator<[weekNo: number, dayNos: number[]], void> {
  let week: number[] = [];
  for (const dayNo of dayNos) {
    if (week.length > 0 && weekNoOf(dayNo) !== weekNoOf(week[0]!)) {
      yield [weekNoOf(week[0]!), week];
      week = [];
    }
    week.push(dayNo);
  }
  if (week.length > 0) yield [weekNoOf(week[0]!), week];
}

/** The numbers of the weeks that are kept. Triggers delete those of which a day was kept or deleted since. */
export function keptWeeks(connection: Connection, project: number): ReadonlySet<number> {
  const rows = connection
    .arrays<[number], [number]>('SELECT week_no FROM report_weeks WHERE project_no = ?')
    .all(project);
  return new Set(rows.map(([weekNo]) => weekNo));
}

/** A kept week, of the days that have sessions; null if any of them is not kept as its rows are, or the week has no sums. */
export function readWeek(
  connection: Connection,
  project: number,
  weekNo: number,
  days: readonly (KeptDay | undefined)[],
): Week | null {
  if (!days.every(isComplete)) return null;
  const read = connection.statement<{ bytes: Uint8Array }, [number, number, string]>(
    'SELECT bytes FROM report_week_sums WHERE project_no = ? AND week_no = ? AND name = ?',
  );
  const sums = daySums((name) => read.get(project, weekNo, name)?.bytes);
  if (sums === null) return null;
  const firstAt = Math.min(...days.map((day) => day.firstAt));
  const lastAt = Math.max(...days.map((day) => day.lastAt));
  return { span: { firstAt, lastAt }, sums };
}
