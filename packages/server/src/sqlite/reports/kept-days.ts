import { randomUUID } from 'node:crypto';
import { DAY_MS } from '../../model/visitor.js';
import type { Connection } from '../database/connection.js';
import { versionsInUse } from '../goals/goal-rows.js';
import { type BuiltDay, buildDay } from './build-day.js';
import { ALL_COLUMNS, type Day, type DayColumn, dayOf, type Span } from './day.js';
import { daysWithSessions } from './day-numbers.js';

export interface KeptDay extends Span {
  readonly dayNo: number;
}

export interface DayToKeep {
  readonly projectNo: number;
  readonly dayNo: number;
  /** The goals whose conversions it has. */
  readonly goals: readonly number[];
}

/** A day is kept when it has been over for this long: until then its sessions may go on. */
const OVER_FOR_MS = 2 * 3_600_000;

/** The goals that readers see, by number. */
export function liveGoalsOf(connection: Connection, project: number) {
  const live = versionsInUse(connection, project).filter(({ state }) => state === 'live');
  return new Map(live.map((goal) => [goal.no, goal]));
}

/** The kept days that have the conversions of all these goals. */
export function keptDays(connection: Connection, project: number, goals: readonly number[]): Map<number, KeptDay> {
  const rows = connection
    .statement<KeptDay & { goals: string }, [number]>(
      `SELECT day_no AS dayNo, first_at AS firstAt, last_at AS lastAt, goals FROM report_days
       WHERE project_no = ? AND first_at IS NOT NULL`,
    )
    .all(project);
  const has = new Map<string, boolean>();
  const hasAll = (list: string) => {
    let all = has.get(list);
    if (all === undefined) {
      const kept = new Set(JSON.parse(list) as number[]);
      all = goals.every((no) => kept.has(no));
      has.set(list, all);
    }
    return all;
  };
  return new Map(rows.filter((row) => hasAll(row.goals)).map((row) => [row.dayNo, row]));
}

export function readKeptDay(connection: Connection, project: number, { dayNo, ...span }: KeptDay): Day {
  const read = connection.statement<{ bytes: Uint8Array }, [number, number, DayColumn]>(
    'SELECT bytes FROM report_columns WHERE project_no = ? AND day_no = ? AND name = ?',
  );
  return dayOf(dayNo, span, (column) => read.get(project, dayNo, column)!.bytes);
}

/** A day that is over and not kept with all live goals; null when there is none. */
export function findDay(connection: Connection, now: number): DayToKeep | null {
  return connection.read(() => {
    const projects = connection.arrays<[number], []>('SELECT project_no FROM projects ORDER BY project_no').all();
    for (const [projectNo] of projects) {
      const goals = [...liveGoalsOf(connection, projectNo).keys()];
      const kept = keptDays(connection, projectNo, goals);
      for (const dayNo of daysWithSessions(connection, projectNo)) {
        if ((dayNo + 1) * DAY_MS + OVER_FOR_MS > now) break;
        if (!kept.has(dayNo)) return { projectNo, dayNo, goals };
      }
    }
    return null;
  });
}

/** Claims a day. A change of one of its sessions deletes the claim, and so does a later one. */
export function claimDay(connection: Connection, { projectNo, dayNo, goals }: DayToKeep): string {
  const claim = randomUUID();
  connection.write(() => {
    connection
      .statement<unknown, [number, number]>('DELETE FROM report_days WHERE project_no = ? AND day_no = ?')
      .run(projectNo, dayNo);
    connection
      .statement<unknown, [number, number, string, string]>(
        'INSERT INTO report_days (project_no, day_no, goals, claim) VALUES (?, ?, ?, ?)',
      )
      .run(projectNo, dayNo, JSON.stringify(goals), claim);
  });
  return claim;
}

export function encodeDay(connection: Connection, { projectNo, dayNo, goals }: DayToKeep): BuiltDay {
  return connection.read(() => buildDay(connection, projectNo, dayNo, goals));
}

/** Keeps a claimed day, unless its claim was deleted. */
export function keepDay(
  connection: Connection,
  { projectNo, dayNo }: DayToKeep,
  claim: string,
  { span: { firstAt, lastAt }, columns }: BuiltDay,
): void {
  connection.write(() => {
    const { changes } = connection
      .statement<unknown, [number, number, number, number, string]>(
        'UPDATE report_days SET first_at = ?, last_at = ? WHERE project_no = ? AND day_no = ? AND claim = ?',
      )
      .run(firstAt, lastAt, projectNo, dayNo, claim);
    if (changes === 0) return;
    // Node.js before 24.16 may bind an empty array as NULL.
    const insert = connection.statement<unknown, [number, number, DayColumn, Uint8Array]>(
      "INSERT INTO report_columns (project_no, day_no, name, bytes) VALUES (?, ?, ?, ifnull(?, x''))",
    );
    for (const name of ALL_COLUMNS) insert.run(projectNo, dayNo, name, columns[name]);
  });
}
