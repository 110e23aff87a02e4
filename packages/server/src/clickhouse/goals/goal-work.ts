import type { ProjectId } from '../../model/ids.js';
import type { EventPlace } from '../../store/contents.js';
import { goLive } from '../../store/goals/changes.js';
import type { GoalVersion, ProjectGoals } from '../../store/goals/versions.js';
import { clearing, finishClearing, nextWork, progress } from '../../store/goals/work.js';
import type { Cluster } from '../cluster/cluster.js';
import type { Catalogue } from '../projects/catalogue.js';
import { PRECEDED_COLUMNS, PRECEDED_SELECT } from '../rows/event-columns.js';
import { IS_STORED_SINCE, PRECEDENCES_MAX, type Precedences, precedencesAt } from '../rows/records.js';
import { storeTime } from '../rows/store-time.js';
import { changeGoals } from './change-goals.js';
import { lateProgress, limitLateEvents, nextLate } from './late-events.js';
import { storeMet } from './store-met.js';

/** Stored events examined per step. */
const EVENTS_PER_STEP = 2000;

/**
 * Does one step of background work. Several processes may do the same step at once: they store the same rows, and only
 * one of them advances the progress. False when nothing is left to do.
 */
export async function workOnGoals(cluster: Cluster, catalogue: Catalogue, now: number): Promise<boolean> {
  const goals = await catalogue.nextDue<ProjectGoals>('goals', now);
  if (!goals) return false;
  const projectId = goals.id as ProjectId;
  const work = nextWork(goals.body, now);
  if (!work) return matchLateStep(cluster, catalogue, projectId, goals.body);
  if (work.kind === 'match') await matchStep(cluster, catalogue, projectId, work.version, now);
  else await clear(cluster, catalogue, projectId, work.versions);
  return true;
}

/** New events are matched when they arrive, so it does not matter whether a step sees them too. */
async function matchStep(
  cluster: Cluster,
  catalogue: Catalogue,
  projectId: ProjectId,
  version: GoalVersion,
  now: number,
): Promise<void> {
  const rows = await nextEvents(cluster, projectId, version.resume, PRECEDENCES_MAX);
  const [matched, time] = await Promise.all([storeMet(cluster, projectId, [version], rows), storeTime(cluster)]);
  const step = { examined: rows.length, matched, last: placeOf(rows.at(-1)) };
  await changeGoals<null>(catalogue, projectId, (goals, revision) => {
    const further = progress(goals, version, step);
    if (further === null || rows.length === EVENTS_PER_STEP) return further;
    return limitLateEvents(goLive(further, version, revision, now), version, time);
  });
}

/** False while events may still be stored late: the clock of this process may be ahead of the store's. */
async function matchLateStep(
  cluster: Cluster,
  catalogue: Catalogue,
  projectId: ProjectId,
  goals: ProjectGoals,
): Promise<boolean> {
  const { version, late } = nextLate(goals)!;
  if ((await storeTime(cluster)) < late.dueAt * 1000) return false;
  const rows = await nextEvents(cluster, projectId, late.after, precedencesAt(late.since * 1000));
  await storeMet(cluster, projectId, [version], rows);
  const last = rows.length === EVENTS_PER_STEP ? placeOf(rows.at(-1)) : null;
  await changeGoals<never>(catalogue, projectId, (before) => lateProgress(before, version, last));
  return true;
}

function placeOf(row: EventPlace | undefined): EventPlace | null {
  return row ? { sessionId: row.sessionId, eventId: row.eventId } : null;
}

/**
 * Deletes the conversions of versions. First, readers of a revision in which one of them was live start to get
 * `PageExpired`.
 */
async function clear(
  cluster: Cluster,
  catalogue: Catalogue,
  projectId: ProjectId,
  versions: readonly GoalVersion[],
): Promise<void> {
  await changeGoals<never>(catalogue, projectId, (goals) => clearing(goals, versions));
  await cluster.everywhere((node) =>
    node.command(
      `DELETE FROM ${cluster.local('records')} WHERE project_id = {projectId:String} AND goal_no IN {goalNos:Array(UInt32)}`,
      { projectId, goalNos: versions.map(({ no }) => no) },
    ),
  );
  await changeGoals<never>(catalogue, projectId, (goals) => finishClearing(goals, versions));
}

/** The events after a place that were stored at the time of these precedences or later, ordered by (session, event). */
function nextEvents(cluster: Cluster, projectId: ProjectId, after: EventPlace | null, since: Precedences) {
  return cluster.query({
    sql: `SELECT ${PRECEDED_SELECT} FROM records FINAL
      WHERE project_id = {projectId:String} AND goal_no = 0 AND session_id >= {sessionId:String}
        AND (session_id > {sessionId:String} OR event_id > {eventId:String}) AND ${IS_STORED_SINCE}
      ORDER BY session_id, event_id LIMIT ${EVENTS_PER_STEP}`,
    parameters: { projectId, sessionId: after?.sessionId ?? '', eventId: after?.eventId ?? '', ...since },
    columns: PRECEDED_COLUMNS,
  });
}
