import { LRUCache } from 'lru-cache';
import { compileRule } from '../../matching/match.js';
import type { Event } from '../../model/event.js';
import type { GoalVersion } from '../../store/goals/versions.js';
import type { Connection } from '../database/connection.js';
import { versionsInUse } from './goal-rows.js';

/** A compiled goal version. */
export interface Matcher {
  readonly goalNo: number;
  readonly once: boolean;
  matches(event: Event): boolean;
}

interface Compiled {
  readonly revision: number;
  readonly matchers: readonly Matcher[];
}

/** Projects whose compiled goals are cached. Regexes may take 50 MB per project; evicted goals are compiled again. */
const PROJECTS_CACHED_MAX = 20;

const compiledByConnection = new WeakMap<Connection, LRUCache<number, Compiled>>();

/**
 * The matchers of a project's goals, including goals whose history is still being matched. They are recompiled only
 * when the goals have changed. Call it inside the transaction that stores the matches, so that both see the same goals.
 */
export function matchersOf(connection: Connection, projectNo: number): readonly Matcher[] {
  const byProject =
    compiledByConnection.get(connection) ?? new LRUCache<number, Compiled>({ max: PROJECTS_CACHED_MAX });
  compiledByConnection.set(connection, byProject);
  const { revision } = connection
    .statement<{ revision: number }, [number]>('SELECT goals_revision AS revision FROM projects WHERE project_no = ?')
    .get(projectNo)!;
  const known = byProject.get(projectNo);
  if (known?.revision === revision) return known.matchers;
  const before = new Map(known?.matchers.map((matcher) => [matcher.goalNo, matcher]));
  const matchers = versionsInUse(connection, projectNo).map((version) => before.get(version.no) ?? toMatcher(version));
  byProject.set(projectNo, { revision, matchers });
  return matchers;
}

function toMatcher(version: GoalVersion): Matcher {
  return { goalNo: version.no, once: version.count === 'once', matches: compileRule(version) };
}
