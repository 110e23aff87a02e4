import { ORIGINS } from '../../model/event.js';
import type { ProjectId } from '../../model/ids.js';
import { type EventContents, type EventsPart, type VersionName, versionName } from '../../store/contents.js';
import type { Cluster } from '../cluster/cluster.js';
import type { Catalogue } from '../projects/catalogue.js';
import { toClientRecord } from '../rows/clients.js';
import { insertRecords, PRECEDENCES_MAX, type RecordRow, toConversionRecord, toRecord } from '../rows/records.js';
import { movedVersions } from './goals.js';

/**
 * Moved events were recorded before everything recorded here, so they win. Their precedences are fixed, so that putting
 * them again produces the same rows.
 */
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
    ...[...clients].flatMap(([sessionId, byOrigin]) =>
      ORIGINS.flatMap((origin) => {
        const client = byOrigin[origin];
        return client ? [toClientRecord(projectId, sessionId, client, PRECEDENCES_MAX[origin])] : [];
      }),
    ),
  ]);
}

function toRecords(
  projectId: ProjectId,
  { row, entry, met }: EventContents,
  goalNos: ReadonlyMap<VersionName, number>,
): RecordRow[] {
  const conversions = met.flatMap((name) => {
    const goalNo = goalNos.get(name);
    return goalNo === undefined ? [] : [toConversionRecord(projectId, row, goalNo, PRECEDENCES_MAX[row.origin])];
  });
  return [toRecord(projectId, row, entry, PRECEDENCES_MAX), ...conversions];
}
