import { setImmediate } from 'node:timers/promises';
import type { ProjectId } from '../../model/ids.js';
import type { CompiledGoals, GoalCompiler } from '../../store/goals/matchers.js';
import { type MatchedEvent, type MatchProgress, TimedMatching } from '../../store/goals/timed-matching.js';
import { isInUse, type ProjectGoals } from '../../store/goals/versions.js';
import type { RecordRequest } from '../../store/group-commit.js';
import type { Catalogue } from '../projects/catalogue.js';
import type { Document } from '../projects/document.js';
import { isProject } from '../projects/projects.js';

/** Null for a project that never had any. */
export type Goals = Document<ProjectGoals> | null;

/** The requests of one project, and the goals they were matched against. */
export interface MatchedProject {
  readonly projectId: ProjectId;
  readonly goals: Goals;
  readonly matched: readonly MatchedRequest[];
}

/** A request, as far as there was time to match its events. */
interface MatchedRequest {
  readonly request: RecordRequest;
  /** The request with these events alone. */
  readonly done: RecordRequest;
  readonly events: readonly MatchedEvent[];
  readonly progress: MatchProgress | null;
}

/** The time that a commit spends on matching one project's events, in ms. Nothing else runs in this process meanwhile. */
const MATCHING_MS_MAX = 10;

/** Matches the events of each project with its goals. Leaves out projects that do not exist. */
export async function matchByProject(
  catalogue: Catalogue,
  compiler: GoalCompiler<ProjectId>,
  requests: readonly RecordRequest[],
): Promise<MatchedProject[]> {
  const found = await Promise.all(
    [...Map.groupBy(requests, ({ projectId }) => projectId)].map(async ([projectId, ofProject]) => {
      if (!(await isProject(catalogue, projectId))) return null;
      return { projectId, ofProject, goals: await catalogue.findCached<ProjectGoals>('goals', projectId) };
    }),
  );
  const projects: MatchedProject[] = [];
  for (const { projectId, ofProject, goals } of found.filter((project) => project !== null)) {
    const matching = new TimedMatching(compiledGoals(compiler, projectId, goals), MATCHING_MS_MAX);
    const matched = ofProject.map((request) => {
      const events = [...matching.match(request.events, request.progress ?? null)];
      const done = { ...request, events: events.map(({ event }) => event) };
      return { request, done, events, progress: matching.progress };
    });
    projects.push({ projectId, goals, matched });
    if (matching.isTimeUp) await setImmediate();
  }
  return projects;
}

export function compiledGoals(compiler: GoalCompiler<ProjectId>, projectId: ProjectId, goals: Goals): CompiledGoals {
  return compiler.compiled(projectId, goals?.revision ?? 0, () => goals?.body.versions.filter(isInUse) ?? []);
}
