import { presentConversion } from '../../conversions/present.js';
import type { JsonPage, PageRequest, PageStart, Selection } from '../store.js';
import type { Catalogue } from './catalogue.js';
import type { Cluster } from './cluster.js';
import { FOUND, type FoundConversion, wholeConversions } from './conversion-details.js';
import { wholeWithinBudget } from './in-chunks.js';
import { conversionsMet, IN_PERIOD } from './met.js';
import type { GoalVersion } from './project-goals.js';
import { goalsOf, goalsOfPage } from './selected-goals.js';

/** Ids ordered by (time, id). */
export async function conversionIds(
  cluster: Cluster,
  catalogue: Catalogue,
  selection: Selection,
  request: PageRequest,
): Promise<JsonPage> {
  const { rows, next } = await findPage(cluster, catalogue, selection, request);
  return { json: JSON.stringify(rows.map(({ id }) => id)), next };
}

/** The same conversions in the same order, whole; a page ends early when its clicked elements are very long. */
export async function conversionList(
  cluster: Cluster,
  catalogue: Catalogue,
  selection: Selection,
  request: PageRequest,
): Promise<JsonPage> {
  const page = await findPage(cluster, catalogue, selection, request);
  const { rows, isCut } = await wholeWithinBudget(
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
  selection: Selection,
  { limit, after }: PageRequest,
): Promise<Found> {
  const goals = after ? await goalsOfPage(catalogue, selection, after) : await goalsOf(catalogue, selection);
  const { versions, revision } = goals;
  if (versions.length === 0) return { rows: [], next: null, ...goals };
  const met = conversionsMet(selection, versions);
  const rows = await cluster.ask({
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
      rows: limit + 1,
    },
    columns: FOUND,
    settings: { optimize_skip_unused_shards: 1 },
  });
  if (rows.length <= limit) return { rows, next: null, ...goals };
  rows.length = limit;
  return { rows, next: startAfter(rows.at(-1)!, revision), ...goals };
}

function startAfter({ id, occurredAt }: Pick<FoundConversion, 'id' | 'occurredAt'>, revision: number): PageStart {
  return { id, occurredAt, snapshot: String(revision) };
}
