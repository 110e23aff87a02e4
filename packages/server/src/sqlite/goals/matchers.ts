import { LRUCache } from 'lru-cache';
import { compileRule } from '../../matching/match.js';
import type { Event } from '../../model/event.js';
import type { Connection } from '../database/connection.js';
import { GOAL_COLUMNS, type GoalRow, toTypedRule } from './goals.js';

/** A goal version whose conversions are being kept, ready to be asked about events. */
export interface Matcher {
  readonly goalNo: number;
  readonly once: boolean;
  matches(event: Event): boolean;
}

interface Compiled {
  readonly revision: number;
  readonly matchers: readonly Matcher[];
}

/** Projects whose goals are held ready. Regexes may take 50 MB a project, and what is not held is compiled again. */
const PROJECTS_READY_MAX = 20;

const compiledByConnection = new WeakMap<Connection, LRUCache<number, Compiled>>();

/**
 * The matchers of a project's goals, those still matching history included. Compiled again only when the goals have
 * changed; call it inside the transaction that stores what they matched, so that the two cannot disagree.
 */
export function matchersOf(connection: Connection, projectNo: number): readonly Matcher[] {
  const byProject = compiledByConnection.get(connection) ?? new LRUCache<number, Compiled>({ max: PROJECTS_READY_MAX });
  compiledByConnection.set(connection, byProject);
  const { revision } = connection
    .statement<{ revision: number }, [number]>('SELECT goals_revision AS revision FROM projects WHERE project_no = ?')
    .get(projectNo)!;
  const known = byProject.get(projectNo);
  if (known?.revision === revision) return known.matchers;
  const matchers = connection
    .statement<GoalRow, [number]>(
      `SELECT ${GOAL_COLUMNS} FROM goals WHERE project_no = ? AND state IN ('matching', 'live')`,
    )
    .all(projectNo)
    .map(toMatcher);
  byProject.set(projectNo, { revision, matchers });
  return matchers;
}

function toMatcher(row: GoalRow): Matcher {
  return { goalNo: row.goalNo, once: row.count === 'once', matches: compileRule(toTypedRule(row)) };
}
