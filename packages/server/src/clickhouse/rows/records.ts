import { randomInt } from 'node:crypto';
import type { Entry } from '../../model/entry.js';
import type { ProjectId, SessionId } from '../../model/ids.js';
import type { EventRow } from '../../store/event-row.js';
import type { Cluster } from '../cluster/cluster.js';
import { groupBy } from '../cluster/group-by.js';
import { shardOfSession } from '../cluster/shards.js';

/** What every row of the table `records` has: an event, a conversion it made, or what a session's client is. */
export interface RecordRow {
  readonly project_id: ProjectId;
  readonly session_id: string;
  readonly event_id: string;
  readonly goal_no: number;
  readonly precedence: string;
  readonly occurred_at: number;
}

export const PRECEDENCE_MAX = 2n ** 64n - 1n;
const RANDOM_BITS = 22n;

/**
 * The precedence of what is recorded now. Should two processes store the same event at the same moment, one record has
 * the higher precedence, and all readers go by that one: the earlier; of the same millisecond, one by chance.
 */
export function precedenceNow(): string {
  const recordedAt = (BigInt(Date.now()) << RANDOM_BITS) + BigInt(randomInt(2 ** Number(RANDOM_BITS)));
  return String(PRECEDENCE_MAX - recordedAt);
}

/**
 * `entry` is of visits: how the session began, should this be its earliest. What is null is left undefined, which is not
 * sent: an absent column is null too, and costs neither side anything.
 */
export function toRecord(projectId: ProjectId, row: EventRow, entry: Entry | null, precedence: string): RecordRow {
  const record = {
    project_id: projectId,
    session_id: row.sessionId,
    event_id: row.eventId,
    goal_no: 0,
    precedence,
    occurred_at: row.occurredAt,
    type: row.type,
    url: row.url ?? undefined,
    title: row.title ?? undefined,
    referrer: row.referrer ?? undefined,
    text: row.text ?? undefined,
    href: row.href ?? undefined,
    element: row.element ?? undefined,
    name: row.name ?? undefined,
    value: row.value ?? undefined,
    currency: row.currency ?? undefined,
    properties: row.properties ?? undefined,
    entry_page: entry?.page ?? undefined,
    source: entry?.source ?? undefined,
    utm_source: entry?.utmSource ?? undefined,
    utm_medium: entry?.utmMedium ?? undefined,
    utm_campaign: entry?.utmCampaign ?? undefined,
    utm_term: entry?.utmTerm ?? undefined,
    utm_content: entry?.utmContent ?? undefined,
  };
  return record;
}

export function toConversionRecord(
  projectId: ProjectId,
  { sessionId, eventId, occurredAt }: Pick<EventRow, 'sessionId' | 'eventId' | 'occurredAt'>,
  goalNo: number,
  precedence: string,
): RecordRow {
  return {
    project_id: projectId,
    session_id: sessionId,
    event_id: eventId,
    goal_no: goalNo,
    precedence,
    occurred_at: occurredAt,
  };
}

/** Each shard takes what it gets as one block: all of it or nothing. */
export async function insertRecords(cluster: Cluster, rows: readonly RecordRow[]): Promise<void> {
  const byShard = groupBy(rows, (row) =>
    shardOfSession(row.project_id, row.session_id as SessionId, cluster.shards.length),
  );
  await Promise.all([...byShard].map(([shard, ofShard]) => cluster.insert(shard, { table: 'records', rows: ofShard })));
}
