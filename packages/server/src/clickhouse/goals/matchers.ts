import { LRUCache } from 'lru-cache';
import { compileRule } from '../../matching/match.js';
import type { Event } from '../../model/event.js';
import type { ProjectId } from '../../model/ids.js';
import type { Document } from '../projects/catalogue.js';
import type { GoalVersion, ProjectGoals } from './project-goals.js';

/** A goal version whose conversions are being kept, ready to be asked about events. */
export interface Matcher {
  readonly goalNo: number;
  matches(event: Event): boolean;
}

interface Ready {
  readonly revision: number;
  readonly matchers: readonly Matcher[];
}

/** Projects whose goals are held ready. Regexes may take 50 MB a project, and what is not held is compiled again. */
const PROJECTS_READY_MAX = 20;

/** Goals compiled once for as long as they stay. */
export class Matchers {
  readonly #ready = new LRUCache<ProjectId, Ready>({ max: PROJECTS_READY_MAX });

  /** Those of a project's goals, the ones still matching history included. */
  of(projectId: ProjectId, goals: Document<ProjectGoals> | null): readonly Matcher[] {
    if (goals === null) return [];
    const known = this.#ready.get(projectId);
    if (known?.revision === goals.revision) return known.matchers;
    const before = new Map(known?.matchers.map((matcher) => [matcher.goalNo, matcher]));
    const matchers = goals.body.versions
      .filter(({ state }) => state === 'matching' || state === 'live')
      .map((version) => before.get(version.no) ?? toMatcher(version));
    this.#ready.set(projectId, { revision: goals.revision, matchers });
    return matchers;
  }
}

function toMatcher(version: GoalVersion): Matcher {
  return { goalNo: version.no, matches: compileRule(version) };
}
