import { LRUCache } from 'lru-cache';
import { compileRule } from '../../matching/match.js';
import type { Event } from '../../model/event.js';
import type { ProjectId } from '../../model/ids.js';
import { type GoalVersion, isInUse, type ProjectGoals } from '../../store/goals/versions.js';
import type { Document } from '../projects/catalogue.js';

/** A compiled goal version. */
export interface Matcher {
  readonly goalNo: number;
  matches(event: Event): boolean;
}

interface Ready {
  readonly revision: number;
  readonly matchers: readonly Matcher[];
}

/** Projects whose compiled goals are cached. Regexes may take 50 MB per project; evicted goals are compiled again. */
const PROJECTS_CACHED_MAX = 20;

/** Caches compiled goals until they change. */
export class Matchers {
  readonly #cache = new LRUCache<ProjectId, Ready>({ max: PROJECTS_CACHED_MAX });

  /** The matchers of a project's goals, including goals whose history is still being matched. */
  of(projectId: ProjectId, goals: Document<ProjectGoals> | null): readonly Matcher[] {
    if (goals === null) return [];
    const known = this.#cache.get(projectId);
    if (known?.revision === goals.revision) return known.matchers;
    const before = new Map(known?.matchers.map((matcher) => [matcher.goalNo, matcher]));
    const matchers = goals.body.versions.filter(isInUse).map((version) => before.get(version.no) ?? toMatcher(version));
    this.#cache.set(projectId, { revision: goals.revision, matchers });
    return matchers;
  }
}

function toMatcher(version: GoalVersion): Matcher {
  return { goalNo: version.no, matches: compileRule(version) };
}
