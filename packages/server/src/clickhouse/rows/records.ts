import { randomInt } from 'node:crypto';
import type { Entry } from '../../model/entry/entry.js';
import { ORIGINS, type Origin } from '../../model/event.js';
import type { ProjectId, SessionId } from '../../model/ids.js';
import { COLUMN_OF, EVENT_TEXTS, type EventRow, type EventText } from '../../store/event-row.js';
import { ENTRY_COLUMN_OF, ENTRY_FIELDS } from '../../store/session-row.js';
import type { Cluster } from '../cluster/cluster.js';
import { shardOfSession } from '../cluster/shards.js';

/** The columns of every row of the table `records`: an event, a conversion, or the client of a session. */
export interface RecordRow {
  readonly project_id: ProjectId;
  readonly session_id: string;
  readonly event_id: string;
  readonly goal_no: number;
  readonly precedence: string;
  readonly occurred_at: number;
}

/**
 * The highest precedence of each origin. Every public precedence is lower than every trusted one, so the column `origin`
 * is derived from it. Below the time are random bits; trusted precedences last until 2074, public ones until 2109.
 */
const PRECEDENCES = {
  public: { max: 2n ** 62n - 1n, randomBits: 10 },
  trusted: { max: 2n ** 64n - 1n, randomBits: 12 },
} as const satisfies Record<Origin, object>;

/** A millisecond has 1000 microseconds, and room for 1024. */
const MICROSECOND_BITS = 10n;

export type Precedences = Readonly<Record<Origin, string>>;

/**
 * The precedences for records stored at this time, in microseconds since 1970 by the clock that all processes share. If an
 * event is stored twice, readers use the record with the higher precedence: a trusted one, otherwise the earlier one, or a
 * random one within the same microsecond.
 */
export function precedencesAt(microseconds: number): Precedences {
  const time = (BigInt(Math.floor(microseconds / 1000)) << MICROSECOND_BITS) + BigInt(microseconds % 1000);
  return byOrigin(({ max, randomBits }) => max - ((time << BigInt(randomBits)) + BigInt(randomInt(2 ** randomBits))));
}

/** When a record with this precedence was stored, in ms since 1970 by the clock that all processes share. */
export function storedAt(precedence: string): number {
  const { max, randomBits } = PRECEDENCES[isPublicPrecedence(precedence) ? 'public' : 'trusted'];
  return Number((max - BigInt(precedence)) >> (BigInt(randomBits) + MICROSECOND_BITS));
}

/** Lower precedences are those of public records. */
export const LOWEST_TRUSTED = PRECEDENCES.public.max + 1n;

/** SQL: the public precedence of a trusted record, which keeps their order. */
export const PUBLIC_OF_TRUSTED = `toUInt64(${PRECEDENCES.public.max} - bitShiftRight(${PRECEDENCES.trusted.max} - precedence, 2))`;

/** Whether a precedence, as text, is that of a public record. */
export function isPublicPrecedence(precedence: string): boolean {
  return BigInt(precedence) < LOWEST_TRUSTED;
}

/** SQL: whether a record was stored at a time or later. The parameters are the precedences of that time. */
export const IS_STORED_SINCE = `(precedence <= {public:UInt64} OR precedence BETWEEN ${LOWEST_TRUSTED} AND {trusted:UInt64})`;

/** Those of records that were stored before all that are stored here. */
export const PRECEDENCES_MAX: Precedences = byOrigin(({ max }) => max);

function byOrigin(precedenceOf: (of: (typeof PRECEDENCES)[Origin]) => bigint): Precedences {
  const entries = ORIGINS.map((origin) => [origin, String(precedenceOf(PRECEDENCES[origin]))]);
  return Object.fromEntries(entries) as Record<Origin, string>;
}

/** Columns that only events have. */
type EventColumn = (typeof COLUMN_OF)[EventText];
type EntryColumn = (typeof ENTRY_COLUMN_OF)[keyof Entry];
interface TextColumns extends Partial<Record<EventColumn | EntryColumn, string | undefined>> {
  readonly [column: string]: string | number | undefined;
}

/**
 * `entry` is given for visits: how the session began, if this is its earliest visit. Null becomes undefined and is not
 * sent; an absent column is read as null and costs neither side anything.
 */
export function toRecord(
  projectId: ProjectId,
  row: EventRow,
  entry: Entry | null,
  precedences: Precedences,
): RecordRow {
  const record: RecordRow & TextColumns = {
    project_id: projectId,
    session_id: row.sessionId,
    event_id: row.eventId,
    goal_no: 0,
    precedence: precedences[row.origin],
    occurred_at: row.occurredAt,
    type: row.type,
  };
  if (entry) for (const field of ENTRY_FIELDS) record[ENTRY_COLUMN_OF[field]] = entry[field] ?? undefined;
  for (const text of EVENT_TEXTS) record[COLUMN_OF[text]] = row[text] ?? undefined;
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

/** Each shard's rows are one block, which is inserted completely or not at all. */
export async function insertRecords(cluster: Cluster, rows: readonly RecordRow[]): Promise<void> {
  const byShard = Map.groupBy(rows, (row) =>
    shardOfSession(row.project_id, row.session_id as SessionId, cluster.shards.length),
  );
  await Promise.all([...byShard].map(([shard, ofShard]) => cluster.insert(shard, { table: 'records', rows: ofShard })));
}
