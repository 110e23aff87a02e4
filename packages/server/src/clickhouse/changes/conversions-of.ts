import type { ProjectId, SessionId } from '../../model/ids.js';
import { type GoalVersion, isInUse, type ProjectGoals } from '../../store/goals/versions.js';
import type { BatchedRecordReader, StoredRecord } from '../conversions/batched-record-reader.js';
import { conversionsAmong, type MetConversion } from '../conversions/conversions-among.js';
import type { Catalogue } from '../projects/catalogue.js';

const EVER = { from: null, until: null };

/** Sessions with all their records, and the goals that events are matched against. */
export interface Sessions {
  readonly records: readonly StoredRecord[];
  readonly versions: readonly GoalVersion[];
}

/** Null when there are too many records to read them at once. */
export async function readSessions(
  catalogue: Catalogue,
  reader: BatchedRecordReader,
  projectId: ProjectId,
  sessionIds: Iterable<SessionId>,
): Promise<Sessions | null> {
  const [records, goals] = await Promise.all([
    reader.of(projectId, sessionIds),
    catalogue.find<ProjectGoals>('goals', projectId),
  ]);
  return records && { records, versions: goals?.body.versions.filter(isInUse) ?? [] };
}

/** The conversions among some of the records, by what makes one. */
export function conversionsIn(
  { records, versions }: Sessions,
  isAmong: (record: StoredRecord) => boolean = () => true,
): Map<string, MetConversion> {
  const met = conversionsAmong(records.filter(isAmong), versions, EVER);
  return new Map(met.map((one) => [`${one.sessionId} ${one.eventId} ${one.goalNo} ${one.precedence}`, one]));
}
