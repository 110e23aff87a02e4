import type { ProjectId } from '../../model/ids.js';
import { type EventContents, type EventsPart, type VersionName, versionName } from '../../store/contents.js';
import type { Cluster } from '../cluster/cluster.js';
import type { Catalogue } from '../projects/catalogue.js';
import { toClientRecord } from '../rows/clients.js';
import { insertRecords, PRECEDENCE_MAX, type RecordRow, toConversionRecord, toRecord } from '../rows/records.js';
import { movedVersions } from './goals.js';

/**
 * Moved events were recorded before everything recorded here, so they win. Fixed, so that putting them again produces
 * the same rows.
 */
const PRECEDENCE = String(PRECEDENCE_MAX);

export async function putEvents(
  cluster: Cluster,
  catalogue: Catalogue,
  projectId: ProjectId,
  { events, clients }: EventsPart,
): Promise<void> {
  const versions = await movedVersions(catalogue, projectId);
  const goalNos = new Map(versions.map((version) => [versionName(version), version.no]));
  await insertRecords(cluster, [
    ...events.flatMap((event) => toRecords(projectId, event, goalNos)),
    ...[...clients].map(([sessionId, client]) => toClientRecord(projectId, sessionId, client, PRECEDENCE)),
  ]);
}

function toRecords(
  projectId: ProjectId,
  { row, entry, met }: EventContents,
  goalNos: ReadonlyMap<VersionName, number>,
): RecordRow[] {
  const conversions = met.flatMap((name) => {
    const goalNo = goalNos.get(name);
    return goalNo === undefined ? [] : [toConversionRecord(projectId, row, goalNo, PRECEDENCE)];
  });
  return [toRecord(projectId, row, entry, PRECEDENCE), ...conversions];
}
