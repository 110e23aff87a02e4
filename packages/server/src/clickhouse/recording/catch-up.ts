import type { Event } from '../../model/event.js';
import type { ProjectId } from '../../model/ids.js';
import type { GoalCompiler } from '../../store/goals/matchers.js';
import type { ProjectGoals } from '../../store/goals/versions.js';
import type { Cluster } from '../cluster/cluster.js';
import { mayLackEvents } from '../goals/late-events.js';
import { storeMet } from '../goals/store-met.js';
import type { Catalogue } from '../projects/catalogue.js';
import { insertRecords, type Precedences } from '../rows/records.js';
import { conversionRecord } from './conversion-record.js';
import { compiledGoals, type Goals, type MatchedProject } from './match-by-project.js';
import { storedEvents } from './stored-before.js';

/** What a commit has stored for a project. */
export interface Stored {
  readonly project: MatchedProject;
  readonly precedences: Precedences;
  /** With these precedences, each with its conversions. */
  readonly events: readonly Event[];
  /** Events that were, or may have been, stored before. */
  readonly repeated: readonly Event[];
}

interface CatchingUp {
  readonly cluster: Cluster;
  readonly catalogue: Catalogue;
  readonly compiler: GoalCompiler<ProjectId>;
}

/**
 * Goals may have changed since they were last read, or while the events were being stored: too late for the events, too
 * early for background matching. In that case the events are matched against the new versions here.
 */
export async function catchUp({ cluster, catalogue, compiler }: CatchingUp, stored: Stored): Promise<void> {
  const { project, precedences, events, repeated } = stored;
  const { projectId } = project;
  if (events.length + repeated.length === 0) return;
  const current = () => currentGoals(catalogue, projectId);
  let [before, now] = [project.goals, await current()];
  await matchRepeated(cluster, stored, now);
  for (; now?.revision !== before?.revision; [before, now] = [now, await current()]) {
    const seen = new Set(before?.body.versions.map(({ no }) => no));
    const { matchers } = compiledGoals(compiler, projectId, now);
    const rows = events.flatMap((event) =>
      matchers[event.type]
        .filter((matcher) => !seen.has(matcher.goalNo) && matcher.matches(event))
        .map((matcher) => conversionRecord(projectId, precedences, event, matcher)),
    );
    await insertRecords(cluster, rows);
  }
}

/**
 * A process that is killed before it has caught up leaves events without conversions of new versions. Their sender, who got
 * no answer, sends them again.
 */
async function matchRepeated(
  cluster: Cluster,
  { project: { projectId }, precedences, repeated }: Stored,
  goals: Goals,
): Promise<void> {
  const versions = goals ? mayLackEvents(goals.body) : [];
  if (versions.length === 0 || repeated.length === 0) return;
  const found = await storedEvents(cluster, projectId, repeated);
  const others = found.filter(({ origin, precedence }) => precedence !== precedences[origin]);
  await storeMet(cluster, projectId, versions, others);
}

/** The current goals. The cache may be stale, so the revision is always read from the store. */
async function currentGoals(catalogue: Catalogue, projectId: ProjectId): Promise<Goals> {
  const revision = (await catalogue.revisions('goals', [projectId])).get(projectId);
  return revision === undefined ? null : catalogue.atLeast<ProjectGoals>('goals', projectId, revision);
}
