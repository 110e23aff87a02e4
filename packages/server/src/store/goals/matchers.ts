import { LRUCache } from 'lru-cache';
import { compileRule, EVENT_TYPES, isCostly } from '../../matching/match.js';
import type { Event } from '../../model/event.js';
import type { GoalVersion } from './versions.js';

/** A compiled goal version. */
export interface Matcher {
  readonly goalNo: number;
  readonly once: boolean;
  /** See `isCostly`. */
  readonly isCostly: boolean;
  /** Events of another type than the goal's never match. */
  matches(event: Event): boolean;
}

/** The goals of a project in use at a revision, by the type of event that can meet them. */
export interface CompiledGoals {
  readonly revision: number;
  readonly matchers: Readonly<Record<Event['type'], readonly Matcher[]>>;
}

/** The goals with the given numbers. */
export function matchersOf({ matchers }: CompiledGoals, goalNos: ReadonlySet<number>): Matcher[] {
  if (goalNos.size === 0) return [];
  return Object.values(matchers)
    .flat()
    .filter(({ goalNo }) => goalNos.has(goalNo));
}

/** Projects whose compiled goals are cached. Regexes may take 50 MB per project; evicted goals are compiled again. */
const PROJECTS_CACHED_MAX = 20;

/** Caches compiled goals until they change. `Project` is the store's key of projects. */
export class GoalCompiler<Project extends string | number> {
  readonly #cache = new LRUCache<Project, CompiledGoals>({ max: PROJECTS_CACHED_MAX });

  /** `versionsInUse` is called when the goals have changed. It includes goals whose history is still being matched. */
  compiled(project: Project, revision: number, versionsInUse: () => readonly GoalVersion[]): CompiledGoals {
    const known = this.#cache.get(project);
    if (known?.revision === revision) return known;
    const before = new Map(
      known && Object.values(known.matchers).flatMap((all) => all.map((one) => [one.goalNo, one])),
    );
    const matchers: Record<Event['type'], Matcher[]> = { visit: [], click: [], event: [] };
    for (const version of versionsInUse()) {
      matchers[EVENT_TYPES[version.type]].push(before.get(version.no) ?? toMatcher(version));
    }
    const compiled = { revision, matchers };
    this.#cache.set(project, compiled);
    return compiled;
  }
}

function toMatcher(version: GoalVersion): Matcher {
  return {
    goalNo: version.no,
    once: version.count === 'once',
    isCostly: isCostly(version),
    matches: compileRule(version),
  };
}
