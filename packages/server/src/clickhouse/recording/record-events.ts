import { entryOf } from '../../model/entry.js';
import type { Event } from '../../model/event.js';
import type { ProjectId } from '../../model/ids.js';
import { toEventRow } from '../../store/event-row.js';
import type { ProjectGoals } from '../../store/goals/versions.js';
import type { RecordRequest } from '../../store/group-commit.js';
import type { Recorded } from '../../store/store.js';
import type { Cluster } from '../cluster/cluster.js';
import { groupBy } from '../cluster/group-by.js';
import type { Matchers } from '../goals/matchers.js';
import type { Catalogue, Document } from '../projects/catalogue.js';
import { isProject } from '../projects/projects.js';
import { clientRecords } from '../rows/clients.js';
import {
  insertRecords,
  isPublicPrecedence,
  type Precedences,
  precedencesNow,
  type RecordRow,
  toConversionRecord,
  toRecord,
} from '../rows/records.js';
import { eventKey, type StoredOrigins, storedBefore } from './stored-before.js';
import type { StoredKeyCache } from './stored-key-cache.js';
import { saveVisitors } from './visitors.js';

type Goals = Document<ProjectGoals> | null;

/** New events of one project, and the goals they were matched against. */
interface Batch {
  readonly projectId: ProjectId;
  readonly precedences: Precedences;
  readonly events: readonly Event[];
  readonly goals: Goals;
}

/** The dependencies of `recordEvents`. */
export interface Recording {
  readonly cluster: Cluster;
  readonly catalogue: Catalogue;
  readonly matchers: Matchers;
  readonly storedKeys: StoredKeyCache;
}

/**
 * Stores the events of several callers with their conversions. Returns one answer per caller, in order; null when the
 * project does not exist. An interrupted call may be repeated: stored events are skipped, and events stored twice count
 * once.
 */
export async function recordEvents(
  { cluster, catalogue, matchers, storedKeys }: Recording,
  requests: readonly RecordRequest[],
): Promise<(Recorded[] | null)[]> {
  const answers = new Map<RecordRequest, Recorded[] | null>();
  const rows: RecordRow[] = [];
  const told: string[] = [];
  const batches: Batch[] = [];
  await Promise.all(
    [...groupBy(requests, ({ projectId }) => projectId)].map(async ([projectId, ofProject]) => {
      if (!(await isProject(catalogue, projectId))) return;
      const looked = ofProject.filter(needsRepeated).flatMap(({ events }) => events);
      const [stored, goals] = await Promise.all([
        storedBefore(cluster, projectId, looked),
        catalogue.findCached<ProjectGoals>('goals', projectId),
        saveVisitors(cluster, storedKeys, ofProject),
      ]);
      const batch = { projectId, precedences: precedencesNow(), events: [] as Event[], goals };
      for (const request of ofProject) {
        answers.set(
          request,
          request.events.map((event) => take(batch, stored, event, rows)),
        );
      }
      const clients = clientRecords(projectId, ofProject, batch.precedences).filter(
        (row) => !storedKeys.has(rowKey(row)),
      );
      rows.push(...conversionsOf(batch, matchers, new Set()), ...clients);
      told.push(...clients.map(rowKey));
      batches.push(batch);
    }),
  );
  await insertRecords(cluster, rows);
  storedKeys.add(told);
  await Promise.all(batches.map((batch) => catchUp(cluster, catalogue, matchers, batch)));
  return requests.map((request) => answers.get(request) ?? null);
}

function needsRepeated({ options }: RecordRequest): boolean {
  return !options?.mayOverlookRepeated;
}

/** The same client told by events of the other origin is another fact. */
function rowKey({ project_id, session_id, event_id, precedence }: RecordRow): string {
  return `${project_id} ${session_id} ${isPublicPrecedence(precedence)} ${event_id}`;
}

function take(
  { projectId, precedences, events }: Batch & { events: Event[] },
  stored: StoredOrigins,
  event: Event,
  rows: RecordRow[],
): Recorded {
  const key = eventKey(event.sessionId, event.id);
  const before = stored.get(key);
  if (before === 'trusted' || before === event.origin) return 'repeated';
  stored.set(key, event.origin);
  events.push(event);
  rows.push(toRecord(projectId, toEventRow(event), event.type === 'visit' ? entryOf(event) : null, precedences));
  return 'stored';
}

/**
 * Goals may have changed since they were last read, or while the events were being stored: too late for the events, too
 * early for background matching. In that case the events are matched against the new versions here.
 */
async function catchUp(cluster: Cluster, catalogue: Catalogue, matchers: Matchers, batch: Batch): Promise<void> {
  if (batch.events.length === 0) return;
  for (let { goals } = batch; ; ) {
    const now = await currentGoals(catalogue, batch.projectId);
    if (now?.revision === goals?.revision) return;
    const seen = new Set(goals?.body.versions.map(({ no }) => no));
    await insertRecords(cluster, conversionsOf({ ...batch, goals: now }, matchers, seen));
    goals = now;
  }
}

function conversionsOf(
  { projectId, precedences, events, goals }: Batch,
  matchers: Matchers,
  seen: Set<number>,
): RecordRow[] {
  const ready = matchers.of(projectId, goals).filter(({ goalNo }) => !seen.has(goalNo));
  return events.flatMap((event) => {
    const { sessionId, id: eventId, at: occurredAt, origin } = event;
    return ready
      .filter((matcher) => matcher.matches(event))
      .map(({ goalNo }) =>
        toConversionRecord(projectId, { sessionId, eventId, occurredAt }, goalNo, precedences[origin]),
      );
  });
}

/** The current goals. The cache may be stale, so the revision is always read from the store. */
async function currentGoals(catalogue: Catalogue, projectId: ProjectId): Promise<Goals> {
  const revision = (await catalogue.revisions('goals', [projectId])).get(projectId);
  return revision === undefined ? null : catalogue.atLeast<ProjectGoals>('goals', projectId, revision);
}
