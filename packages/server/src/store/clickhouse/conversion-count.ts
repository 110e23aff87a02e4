import type { ConversionType, SessionCount } from '../../conversions/conversion.js';
import type { SessionId } from '../../ids.js';
import type { Selection } from '../store.js';
import type { Catalogue } from './catalogue.js';
import type { Cluster } from './cluster.js';
import { conversionsMet, IN_PERIOD } from './met.js';
import { integer, textOf } from './rows.js';
import { goalsOf } from './selected-goals.js';

/** Sessions without conversions are left out; the order means nothing. */
export async function countConversions(
  cluster: Cluster,
  catalogue: Catalogue,
  selection: Selection,
): Promise<SessionCount[]> {
  const { versions } = await goalsOf(catalogue, selection);
  if (versions.length === 0) return [];
  const met = conversionsMet(selection, versions);
  const rows = await cluster.ask({
    sql: `SELECT session_id, goal_no, count() FROM ${met.sql} WHERE ${IN_PERIOD} GROUP BY session_id, goal_no`,
    parameters: met.parameters,
    columns: { sessionId: textOf<SessionId>(), goalNo: integer, count: integer },
    settings: { optimize_skip_unused_shards: 1 },
  });
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
