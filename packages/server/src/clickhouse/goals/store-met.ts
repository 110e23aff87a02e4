import type { ProjectId } from '../../model/ids.js';
import type { GoalVersion } from '../../store/goals/versions.js';
import type { Cluster } from '../cluster/cluster.js';
import type { PrecededEvent } from '../rows/event-columns.js';
import { insertRecords, type RecordRow, toConversionRecord } from '../rows/records.js';
import { matchRows } from './match-rows.js';

/** Stores the conversions of stored events that versions match, and returns their number. Doing so again changes nothing. */
export async function storeMet(
  cluster: Cluster,
  projectId: ProjectId,
  versions: readonly GoalVersion[],
  events: readonly PrecededEvent[],
): Promise<number> {
  const conversions: RecordRow[] = [];
  for (const version of versions) {
    await matchRows(version, events, (event) =>
      conversions.push(toConversionRecord(projectId, event, version.no, event.precedence)),
    );
  }
  await insertRecords(cluster, conversions);
  return conversions.length;
}
