import { randomUUID } from 'node:crypto';
import { DAY_MS } from '../../../model/visitor.js';
import type { Progress } from '../../../store/contract/reports.js';
import type { Connection } from '../../database/connection.js';
import { sumsOf } from '../sums/build-sums.js';
import type { EncodedSums } from '../sums/day-sums.js';
import { type BuiltDay, dayFrom } from './build-day.js';
import { daysWithSessions } from './day-numbers.js';
import { buildWhole, isComplete, keptDays, liveGoalsOf } from './kept-days.js';

// The background work that keeps days.

export interface DayToKeep {
  readonly projectNo: number;
  readonly dayNo: number;
  /** The goals whose conversions it is to have. */
  readonly goals: readonly number[];
}

export interface EncodedDayWithSums extends BuiltDay {
  readonly sums: EncodedSums | null;
}

/** A day is kept when it has been over for this many milliseconds: until then its sessions may go on. */
export const OVER_FOR_MS = 2 * 3_600_000;

/** A day that is over and not kept as its rows are, with all live goals; null when there is none. */
export function findDay(connection: Connection, now: number): DayToKeep | null {
  return connection.read(() => {
    for (const { isKept, ...day } of daysOver(connection, now)) if (!isKept) return day;
    return null;
  });
}

export function reportProgress(connection: Connection, now: number): Progress {
  return connection.read(() => {
    let [days, prepared] = [0, 0];
    for (const { isKept } of daysOver(connection, now)) {
      days++;
      if (isKept) prepared++;
    }
    return { days, prepared };
  });
}

/** The days of all projects that are over, and whether they are kept as their rows are, with all live goals. */
function* daysOver(connection: Connection, now: number): Generator<DayToKeep & { readonly isKept: boolean }, void> {
  const projects = connection.arrays<[number], []>('SELECT project_no FROM projects ORDER BY project_no').all();
  for (const [projectNo] of projects) {
    const goals = [...liveGoalsOf(connection, projectNo).keys()];
    const kept = keptDays(connection, projectNo, goals);
    for (const dayNo of daysWithSessions(connection, projectNo, kept)) {
      if ((dayNo + 1) * DAY_MS + OVER_FOR_MS > now) break;
      yield { projectNo, dayNo, goals, isKept: isComplete(kept.get(dayNo)) };
    }
  }
}

/**
 * Claims a day. A change of one of its sessions deletes the claim, and a later claim replaces it. A day that is kept without
 * some goals or changes remains until it is replaced.
 */
export function claimDay(connection: Connection, { projectNo, dayNo }: DayToKeep): string {
  const claim = randomUUID();
  connection
    .statement<unknown, [number, number, string]>(
      `INSERT INTO report_days (project_no, day_no, goals, claim) VALUES (?, ?, '[]', ?)
       ON CONFLICT DO UPDATE SET claim = excluded.claim`,
    )
    .run(projectNo, dayNo, claim);
  return claim;
}

/** The columns and sums of a day. */
export function encodeDay(connection: Connection, { projectNo, dayNo, goals }: DayToKeep): EncodedDayWithSums {
  const built = connection.read(() => {
    const kept = keptDays(connection, projectNo, goals).get(dayNo);
    return buildWhole(connection, projectNo, dayNo, kept, goals);
  });
  return { ...built, sums: sumsOf(dayFrom(built)) };
}

/** Keeps a claimed day, unless its claim was deleted. A day whose sessions all began on others now is no longer kept. */
export function keepDay(
  connection: Connection,
  { projectNo, dayNo, goals }: DayToKeep,
  claim: string,
  { span: { firstAt, lastAt }, columns, sums }: EncodedDayWithSums,
): void {
  connection.write(() => {
    if (firstAt > lastAt) {
      connection
        .statement<unknown, [number, number, string]>(
          'DELETE FROM report_days WHERE project_no = ? AND day_no = ? AND claim = ?',
        )
        .run(projectNo, dayNo, claim);
      return;
    }
    const { changes } = connection
      .statement<unknown, [number, number, string, number, number, string]>(
        `UPDATE report_days SET first_at = ?, last_at = ?, goals = ?
         WHERE project_no = ? AND day_no = ? AND claim = ?`,
      )
      .run(firstAt, lastAt, JSON.stringify(goals), projectNo, dayNo, claim);
    if (changes === 0) return;
    connection
      .statement<unknown, [number, number]>('DELETE FROM report_changes WHERE project_no = ? AND day_no = ?')
      .run(projectNo, dayNo);
    // Node.js before 24.16 may bind an empty array as NULL.
    const insert = connection.statement<unknown, [number, number, string, Uint8Array]>(
      "INSERT OR REPLACE INTO report_columns (project_no, day_no, name, bytes) VALUES (?, ?, ?, ifnull(?, x''))",
    );
    for (const [name, bytes] of Object.entries({ ...columns, ...sums })) insert.run(projectNo, dayNo, name, bytes);
  });
}
