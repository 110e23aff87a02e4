import type { ConversionType, SessionCount } from '../../model/conversion.js';
import type { SessionId } from '../../model/ids.js';
import type { Selection } from '../../store/contract/conversions.js';
import type { GoalVersion } from '../../store/goals/versions.js';
import type { Cluster } from '../cluster/cluster.js';
import { integer, textOf } from '../cluster/rows.js';
import type { Catalogue } from '../projects/catalogue.js';
import type { BatchedRecordReader } from './batched-record-reader.js';
import { conversionsAmong } from './conversions-among.js';
import { conversionsMet, IN_PERIOD } from './met.js';
import { goalsOf } from './selected-goals.js';

/** Counts conversions per session, in no particular order. Sessions without conversions are omitted. */
export async function countConversions(
  cluster: Cluster,
  catalogue: Catalogue,
  selection: Selection,
): Promise<SessionCount[]> {
  const { versions } = await goalsOf(catalogue, selection);
  if (versions.length === 0) return [];
  const met = conversionsMet(selection, versions);
  const rows = await cluster.query({
    sql: `SELECT session_id, goal_no, count() FROM ${met.sql} WHERE ${IN_PERIOD} GROUP BY session_id, goal_no`,
    parameters: met.parameters,
    columns: { sessionId: textOf<SessionId>(), goalNo: integer, count: integer },
    settings: { optimize_skip_unused_shards: 1 },
  });
  return toCounts(rows, versions);
}

/**
 * Counts the conversions of a few sessions in this process. Its query is shared with other callers. Null when there are
 * too many records.
 */
export async function countFewConversions(
  catalogue: Catalogue,
  reader: BatchedRecordReader,
  selection: Selection,
): Promise<SessionCount[] | null> {
  const { versions } = await goalsOf(catalogue, selection);
  if (versions.length === 0) return [];
  const records = await reader.of(selection.projectId, selection.sessionIds);
  if (!records) return null;
  const met = conversionsAmong(records, versions, selection.period);
  return toCounts(
    met.map(({ sessionId, goalNo }) => ({ sessionId, goalNo, count: 1 })),
    versions,
  );
}

interface CountOfGoal {
  readonly sessionId: SessionId;
  readonly goalNo: number;
  readonly count: number;
}

function toCounts(rows: Iterable<CountOfGoal>, versions: readonly GoalVersion[]): SessionCount[] {
  const types = new Map(versions.map(({ no, type }) => [no, type]));
  const counts = new Map<SessionId, Counted>();
  for (const { sessionId, goalNo, count } of rows) {
    const counted = counts.get(sessionId) ?? { sessionId, count: 0, byType: { click: 0, url: 0, event: 0 } };
    counts.set(sessionId, counted);
    counted.count += count;
    counted.byType[types.get(goalNo)!] += count;
  }
  return [...counts.values()];
}

interface Counted extends SessionCount {
  count: number;
  readonly byType: Record<ConversionType, number>;
}
