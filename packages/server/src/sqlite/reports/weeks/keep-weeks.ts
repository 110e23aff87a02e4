import { DAY_MS } from '../../../model/visitor.js';
import type { Connection } from '../../database/connection.js';
import { daysWithSessions } from '../days/day-numbers.js';
import { OVER_FOR_MS } from '../days/keep-days.js';
import { isComplete, keptDays, liveGoalsOf, readDay } from '../days/kept-days.js';
import { byWeek, keptWeeks, WEEK_DAYS } from './kept-weeks.js';
import { type EncodedWeek, sumsOfDays } from './week-sums.js';

// The background work that keeps weeks.

export interface WeekToKeep {
  readonly projectNo: number;
  readonly weekNo: number;
  /** Its days with sessions, and the claim under which each was built. */
  readonly days: readonly { readonly dayNo: number; readonly claim: string }[];
}

/** A week that is over and not kept, although all of its days are; null when there is none. */
export function findWeek(connection: Connection, now: number): WeekToKeep | null {
  return connection.read(() => {
    const projects = connection.arrays<[number], []>('SELECT project_no FROM projects ORDER BY project_no').all();
    for (const [projectNo] of projects) {
      const kept = keptDays(connection, projectNo, [...liveGoalsOf(connection, projectNo).keys()]);
      const weeks = keptWeeks(connection, projectNo);
      for (const [weekNo, dayNos] of byWeek(daysWithSessions(connection, projectNo, kept))) {
        if ((weekNo + 1) * WEEK_DAYS * DAY_MS + OVER_FOR_MS > now) break;
        const days = dayNos.map((dayNo) => kept.get(dayNo));
        if (days.every(isComplete) && !weeks.has(weekNo)) return { projectNo, weekNo, days };
      }
    }
    return null;
  });
}

/** The sums of a week; null if a day has none, or all together have too many conversions for exact sums. */
export function encodeWeek(connection: Connection, { projectNo, days }: WeekToKeep): EncodedWeek | null {
  return connection.read(() => {
    const goals = [...liveGoalsOf(connection, projectNo).keys()];
    const kept = keptDays(connection, projectNo, goals);
    return sumsOfDays(days.map(({ dayNo }) => readDay(connection, projectNo, dayNo, kept.get(dayNo), goals).sums));
  });
}

/** Keeps a week, unless one of its days has changed since it was found. */
export function keepWeek(
  connection: Connection,
  { projectNo, weekNo, days }: WeekToKeep,
  sums: EncodedWeek | null,
): void {
  connection.write(() => {
    const kept = keptDays(connection, projectNo, []);
    if (days.some(({ dayNo, claim }) => kept.get(dayNo)?.claim !== claim)) return;
    connection
      .statement<unknown, [number, number]>('INSERT OR REPLACE INTO report_weeks (project_no, week_no) VALUES (?, ?)')
      .run(projectNo, weekNo);
    const insert = connection.statement<unknown, [number, number, string, Uint8Array]>(
      'INSERT OR REPLACE INTO report_week_sums (project_no, week_no, name, bytes) VALUES (?, ?, ?, ?)',
    );
    for (const [name, bytes] of Object.entries(sums ?? {})) insert.run(projectNo, weekNo, name, bytes);
  });
}
