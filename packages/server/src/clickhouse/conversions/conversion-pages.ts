import { presentConversion } from '../../model/json/conversion.js';
import type { PageRequest, PageStart } from '../../model/page.js';
import type { JsonPage, Selection } from '../../store/contract/conversions.js';
import type { GoalVersion } from '../../store/goals/versions.js';
import type { Cluster } from '../cluster/cluster.js';
import type { Catalogue } from '../projects/catalogue.js';
import { loadWithinBudget } from '../rows/in-chunks.js';
import type { BatchedRecordReader } from './batched-record-reader.js';
import { FOUND, type FoundConversion, wholeConversions } from './conversion-details.js';
import { conversionsAmong } from './conversions-among.js';
import { conversionsMet, IN_PERIOD } from './met.js';
import { goalsOf, goalsOfPage } from './selected-goals.js';

/** A page of conversion ids, ordered by (time, id). */
export async function conversionIds(
  cluster: Cluster,
  catalogue: Catalogue,
  reader: BatchedRecordReader,
  selection: Selection,
  request: PageRequest,
): Promise<JsonPage> {
  const { rows, next } = await findPage(cluster, catalogue, reader, selection, request);
  return { json: JSON.stringify(rows.map(({ id }) => id)), next };
}

/**
 * A page of full conversions in the order of `conversionIds`. A page ends early when its clicked elements are very
 * long.
 */
export async function conversionList(
  cluster: Cluster,
  catalogue: Catalogue,
  reader: BatchedRecordReader,
  selection: Selection,
  request: PageRequest,
): Promise<JsonPage> {
  const page = await findPage(cluster, catalogue, reader, selection, request);
  const { rows, isCut } = await loadWithinBudget(
    page.rows,
    (found) => wholeConversions(cluster, selection.projectId, found, page.versions),
    ({ elementCharacters }) => elementCharacters,
  );
  const next = isCut ? startAfter(rows.at(-1)!.conversion, page.revision) : page.next;
  return { json: JSON.stringify(rows.map(({ conversion }) => presentConversion(conversion))), next };
}

interface Found {
  readonly rows: readonly FoundConversion[];
  readonly next: PageStart | null;
  readonly versions: readonly GoalVersion[];
  readonly revision: number;
}

async function findPage(
  cluster: Cluster,
  catalogue: Catalogue,
  reader: BatchedRecordReader,
  selection: Selection,
  { limit, after }: PageRequest,
): Promise<Found> {
  const goals = after ? await goalsOfPage(catalogue, selection, after) : await goalsOf(catalogue, selection);
  const { versions, revision } = goals;
  if (versions.length === 0) return { rows: [], next: null, ...goals };
  const found =
    (after ? null : await findAmongFew(reader, selection, versions)) ??
    (await findInSql(cluster, selection, versions, limit + 1, after));
  const rows = found.slice(0, limit);
  return { rows, next: found.length > limit ? startAfter(rows.at(-1)!, revision) : null, ...goals };
}

/** All conversions of the selection, computed in this process. Null when there are too many records. */
async function findAmongFew(
  reader: BatchedRecordReader,
  { projectId, sessionIds, period }: Selection,
  versions: readonly GoalVersion[],
): Promise<FoundConversion[] | null> {
  const records = await reader.of(projectId, sessionIds);
  if (!records) return null;
  const labels = new Map(versions.map(({ no, type, key }) => [no, `${type}:${key}`]));
  return conversionsAmong(records, versions, period)
    .map((met) => ({ ...met, id: `${met.sessionId}:${labels.get(met.goalNo)}:${met.eventId}` }))
    .sort((one, other) => one.occurredAt - other.occurredAt || (one.id < other.id ? -1 : 1));
}

function findInSql(
  cluster: Cluster,
  selection: Selection,
  versions: readonly GoalVersion[],
  limit: number,
  after: PageStart | null,
): Promise<FoundConversion[]> {
  const met = conversionsMet(selection, versions);
  return cluster.query({
    sql: `SELECT concat(session_id, ':', transform(goal_no, {nos:Array(UInt32)}, {labels:Array(String)}, ''), ':', event_id) AS id,
        occurred_at, session_id, event_id, goal_no
      FROM ${met.sql}
      WHERE ${IN_PERIOD} AND (occurred_at, id) > ({afterAt:Int64}, {afterId:String})
      ORDER BY occurred_at, id LIMIT {rows:UInt32}`,
    parameters: {
      ...met.parameters,
      nos: versions.map(({ no }) => no),
      labels: versions.map(({ type, key }) => `${type}:${key}`),
      afterAt: after?.occurredAt ?? Number.MIN_SAFE_INTEGER,
      afterId: after?.id ?? '',
      rows: limit,
    },
    columns: FOUND,
    settings: { optimize_skip_unused_shards: 1 },
  });
}

function startAfter({ id, occurredAt }: Pick<FoundConversion, 'id' | 'occurredAt'>, revision: number): PageStart {
  return { id, occurredAt, snapshot: String(revision) };
}
