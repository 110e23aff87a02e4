import type { Connection } from '../../database/connection.js';
import { versionsInUse } from '../../goals/goal-rows.js';
import { type BuiltDay, buildDay, completeDay, dayFrom } from './build-day.js';
import { DAY_COLUMNS, type Day, dayOf, type EncodedDay, type ReadColumn, type Span } from './day.js';
import { patchedDay } from './patched-day.js';

export interface KeptDay extends Span {
  readonly dayNo: number;
  /** Another one each time that the day is built. Empty after a change. */
  readonly claim: string;
  /** Live goals whose conversions it lacks. */
  readonly missing: readonly number[];
  /** The numbers of sessions that have changed since it was built, are new on it, or gone from it. */
  readonly changed: readonly number[];
}

/** A day that is kept as its rows are. */
type CompleteDay = KeptDay & { readonly missing: readonly []; readonly changed: readonly [] };

/** The goals that readers see, by number. */
export function liveGoalsOf(connection: Connection, project: number) {
  const live = versionsInUse(connection, project).filter(({ state }) => state === 'live');
  return new Map(live.map((goal) => [goal.no, goal]));
}

/** The kept days of a project, by number, and what each lacks: some of these goals, and changes of sessions. */
export function keptDays(connection: Connection, project: number, goals: readonly number[]): Map<number, KeptDay> {
  const rows = connection
    .statement<Span & { dayNo: number; claim: string; goals: string }, [number]>(
      `SELECT day_no AS dayNo, claim, first_at AS firstAt, last_at AS lastAt, goals FROM report_days
       WHERE project_no = ? AND first_at IS NOT NULL`,
    )
    .all(project);
  const missingIn = new Map<string, readonly number[]>();
  const missing = (list: string) => {
    let found = missingIn.get(list);
    if (!found) {
      const kept = new Set(JSON.parse(list) as number[]);
      found = goals.filter((no) => !kept.has(no));
      missingIn.set(list, found);
    }
    return found;
  };
  const changes = changedSessions(connection, project);
  return new Map(
    rows.map(({ goals: list, ...row }) => [
      row.dayNo,
      { ...row, missing: missing(list), changed: changes.get(row.dayNo) ?? [] },
    ]),
  );
}

function changedSessions(connection: Connection, project: number): Map<number, number[]> {
  const changes = connection
    .arrays<[number, number], [number]>('SELECT day_no, session_no FROM report_changes WHERE project_no = ?')
    .all(project);
  const byDay = Map.groupBy(changes, ([dayNo]) => dayNo);
  return new Map(Array.from(byDay, ([dayNo, sessions]) => [dayNo, sessions.map(([, sessionNo]) => sessionNo)]));
}

export function isComplete(kept: KeptDay | undefined): kept is CompleteDay {
  return kept !== undefined && kept.missing.length === 0 && kept.changed.length === 0;
}

/**
 * A day with the conversions of these goals: as it is kept, and from the rows what is not. `kept`: what `keptDays` says of it.
 */
export function readDay(
  connection: Connection,
  project: number,
  dayNo: number,
  kept: KeptDay | undefined,
  goals: readonly number[],
): Day {
  if (kept?.missing.length !== 0) return dayFrom(buildWhole(connection, project, dayNo, kept, goals));
  const day = dayOf(dayNo, kept, columnReader(connection, project, dayNo));
  return isComplete(kept) ? day : patchedDay(connection, project, dayNo, day, goals, kept.changed);
}

/** A day as its rows are. */
export function buildWhole(
  connection: Connection,
  project: number,
  dayNo: number,
  kept: KeptDay | undefined,
  goals: readonly number[],
): BuiltDay {
  if (!kept || kept.changed.length > 0) return buildDay(connection, project, dayNo, goals);
  const read = columnReader(connection, project, dayNo);
  const columns = Object.fromEntries(DAY_COLUMNS.map((name) => [name, read(name)!])) as EncodedDay;
  return completeDay(connection, project, { dayNo, span: kept, columns }, goals, kept.missing);
}

function columnReader(connection: Connection, project: number, dayNo: number): ReadColumn {
  const read = connection.statement<{ bytes: Uint8Array }, [number, number, string]>(
    'SELECT bytes FROM report_columns WHERE project_no = ? AND day_no = ? AND name = ?',
  );
  return (name) => read.get(project, dayNo, name)?.bytes;
}
