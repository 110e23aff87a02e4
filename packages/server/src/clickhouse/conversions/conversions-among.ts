import type { EventId, SessionId } from '../../model/ids.js';
import type { Period } from '../../model/period.js';
import type { GoalVersion } from '../../store/goals/versions.js';
import { isPublicPrecedence } from '../rows/records.js';
import type { StoredRecord } from './batched-record-reader.js';

export interface MetConversion {
  readonly sessionId: SessionId;
  readonly eventId: EventId;
  readonly goalNo: number;
  readonly occurredAt: number;
  /** That of its event. */
  readonly precedence: string;
}

/**
 * Computes conversions from all records of some sessions of a project. The rules are those of `metSql`: each conversion
 * counts once, and only with the precedence of its stored event. For a goal that counts once, only the session's
 * earliest trusted conversion by (time, id) counts, or else its earliest public one, before the period is applied. In no
 * particular order.
 */
export function conversionsAmong(
  records: readonly StoredRecord[],
  versions: readonly GoalVersion[],
  { from, until }: Period,
): MetConversion[] {
  const counting = new Map(versions.map(({ no, count }) => [no, count]));
  const kept = keptPrecedences(records);
  const seen = new Set<string>();
  return records
    .filter((record) => counting.has(record.goalNo) && kept.get(eventKey(record)) === record.precedence)
    .map((record) => ({ ...record, isPublic: isPublicPrecedence(record.precedence) }))
    .sort(byPrecedence)
    .filter((record) => {
      const { sessionId, goalNo } = record;
      const key = `${goalNo} ${counting.get(goalNo) === 'once' ? sessionId : eventKey(record)}`;
      const isFirst = !seen.has(key);
      seen.add(key);
      return isFirst;
    })
    .filter(({ occurredAt }) => (from === null || occurredAt >= from) && (until === null || occurredAt < until));
}

/** The precedence of the record that counts, by event. */
function keptPrecedences(records: readonly StoredRecord[]): Map<string, string> {
  const kept = new Map<string, string>();
  for (const record of records) {
    if (record.goalNo !== 0) continue;
    const key = eventKey(record);
    const before = kept.get(key);
    if (before === undefined || BigInt(record.precedence) > BigInt(before)) kept.set(key, record.precedence);
  }
  return kept;
}

type Ranked = StoredRecord & { readonly isPublic: boolean };

function byPrecedence(one: Ranked, other: Ranked): number {
  if (one.isPublic !== other.isPublic) return one.isPublic ? 1 : -1;
  return one.occurredAt - other.occurredAt || (one.eventId < other.eventId ? -1 : 1);
}

/** Neither id can contain a space. */
function eventKey({ sessionId, eventId }: StoredRecord): string {
  return `${sessionId} ${eventId}`;
}
