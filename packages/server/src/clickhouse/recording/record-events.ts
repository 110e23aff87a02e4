import { entryOf } from '../../model/entry/entry.js';
import { type NotSources, notSourcesOf } from '../../model/entry/project-sources.js';
import type { Event } from '../../model/event.js';
import type { ProjectId } from '../../model/ids.js';
import { toEventRow } from '../../store/event-row.js';
import type { GoalCompiler, Matcher } from '../../store/goals/matchers.js';
import type { MatchedEvent } from '../../store/goals/timed-matching.js';
import type { ProjectGoals } from '../../store/goals/versions.js';
import type { RecordAnswer, RecordRequest } from '../../store/group-commit.js';
import type { Recorded } from '../../store/store.js';
import type { Cluster } from '../cluster/cluster.js';
import type { Catalogue } from '../projects/catalogue.js';
import { findProject } from '../projects/projects.js';
import { clientRecords } from '../rows/clients.js';
import {
  insertRecords,
  isPublicPrecedence,
  type Precedences,
  precedencesAt,
  type RecordRow,
  toConversionRecord,
  toRecord,
} from '../rows/records.js';
import { compiledGoals, type Goals, type MatchedProject, matchByProject } from './match-by-project.js';
import { storeTime } from './store-time.js';
import { eventKey, type StoredOrigins, storedBefore } from './stored-before.js';
import type { StoredKeyCache } from './stored-key-cache.js';
import { saveVisitors } from './visitors.js';

/** New events of one project with all they are stored as, and the goals they were matched against. */
interface Batch {
  readonly project: MatchedProject;
  readonly precedences: Precedences;
  readonly notSources: NotSources;
  readonly events: Event[];
  readonly rows: RecordRow[];
  readonly answers: Map<RecordRequest, RecordAnswer>;
}

/** The dependencies of `recordEvents`. */
export interface Recording {
  readonly cluster: Cluster;
  readonly catalogue: Catalogue;
  readonly compiler: GoalCompiler<ProjectId>;
  readonly storedKeys: StoredKeyCache;
}

/**
 * Stores the events of several callers with their conversions. Returns one answer per caller, in order; null when the
 * project does not exist. When the time for a project is up, its remaining events wait for the next commit. An
 * interrupted call may be repeated: stored events are skipped, and events stored twice count once.
 */
export async function recordEvents(
  recording: Recording,
  requests: readonly RecordRequest[],
): Promise<(RecordAnswer | null)[]> {
  const { cluster, catalogue, compiler, storedKeys } = recording;
  const [time, projects] = await Promise.all([storeTime(cluster), matchByProject(catalogue, compiler, requests)]);
  const precedences = precedencesAt(time);
  const batches = await Promise.all(projects.map((project) => batchOf(recording, project, precedences)));
  const clients = batches.flatMap(({ project: { projectId, matched } }) =>
    clientRecords(
      projectId,
      matched.map(({ done }) => done),
      precedences,
    ).filter((row) => !storedKeys.has(rowKey(row))),
  );
  await insertRecords(cluster, [...batches.flatMap(({ rows }) => rows), ...clients]);
  storedKeys.add(clients.map(rowKey));
  await Promise.all(batches.map((batch) => catchUp(recording, batch)));
  const answers = new Map(batches.flatMap((batch) => [...batch.answers]));
  return requests.map((request) => answers.get(request) ?? null);
}

async function batchOf(
  { cluster, catalogue, storedKeys }: Recording,
  project: MatchedProject,
  precedences: Precedences,
): Promise<Batch> {
  const { projectId, matched } = project;
  const done = matched.map((one) => one.done);
  const looked = done.filter(needsRepeated).flatMap(({ events }) => events);
  const [stored, found] = await Promise.all([
    storedBefore(cluster, projectId, looked),
    findProject(catalogue, projectId),
    saveVisitors(cluster, storedKeys, done),
  ]);
  const notSources = notSourcesOf(found!);
  const batch: Batch = { project, precedences, notSources, events: [], rows: [], answers: new Map() };
  for (const { request, events, progress } of matched) {
    batch.answers.set(request, { recorded: events.map((event) => take(batch, stored, event)), progress });
  }
  return batch;
}

function needsRepeated({ options }: RecordRequest): boolean {
  return !options?.mayOverlookRepeated;
}

/** The same client told by events of the other origin is another fact. */
function rowKey({ project_id, session_id, event_id, precedence }: RecordRow): string {
  return `${project_id} ${session_id} ${isPublicPrecedence(precedence)} ${event_id}`;
}

function take(
  { project: { projectId }, precedences, notSources, events, rows }: Batch,
  stored: StoredOrigins,
  { event, met }: MatchedEvent,
): Recorded {
  const key = eventKey(event.sessionId, event.id);
  const before = stored.get(key);
  if (before === 'trusted' || before === event.origin) return 'repeated';
  stored.set(key, event.origin);
  events.push(event);
  const entry = event.type === 'visit' ? entryOf(event, notSources) : null;
  rows.push(toRecord(projectId, toEventRow(event), entry, precedences));
  for (const matcher of met) rows.push(conversionRecord(projectId, precedences, event, matcher));
  return 'stored';
}

function conversionRecord(
  projectId: ProjectId,
  precedences: Precedences,
  { sessionId, id: eventId, at: occurredAt, origin }: Event,
  { goalNo }: Matcher,
): RecordRow {
  return toConversionRecord(projectId, { sessionId, eventId, occurredAt }, goalNo, precedences[origin]);
}

/**
 * Goals may have changed since they were last read, or while the events were being stored: too late for the events, too
 * early for background matching. In that case the events are matched against the new versions here.
 */
async function catchUp({ cluster, catalogue, compiler }: Recording, batch: Batch): Promise<void> {
  const { project, precedences, events } = batch;
  const { projectId } = project;
  if (events.length === 0) return;
  for (let { goals } = project; ; ) {
    const now = await currentGoals(catalogue, projectId);
    if (now?.revision === goals?.revision) return;
    const seen = new Set(goals?.body.versions.map(({ no }) => no));
    const { matchers } = compiledGoals(compiler, projectId, now);
    const rows = events.flatMap((event) =>
      matchers[event.type]
        .filter((matcher) => !seen.has(matcher.goalNo) && matcher.matches(event))
        .map((matcher) => conversionRecord(projectId, precedences, event, matcher)),
    );
    await insertRecords(cluster, rows);
    goals = now;
  }
}

/** The current goals. The cache may be stale, so the revision is always read from the store. */
async function currentGoals(catalogue: Catalogue, projectId: ProjectId): Promise<Goals> {
  const revision = (await catalogue.revisions('goals', [projectId])).get(projectId);
  return revision === undefined ? null : catalogue.atLeast<ProjectGoals>('goals', projectId, revision);
}
