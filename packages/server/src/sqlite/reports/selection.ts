import type { BoundedPeriod } from '../../model/period.js';
import type { Mask } from './choose.js';
import type { Day } from './day.js';

/** What counts of a day in one period. */
export interface Selection {
  /** Sessions that began in the period and pass the filters. */
  readonly sessions: Mask;
  /** The chosen conversions of these sessions, at any time. */
  readonly converting: Mask;
  /** Chosen conversions that happened in the period, of any session that passes the filters. */
  readonly occurring: Mask;
}

/** `kept` are the sessions that pass the filters, `chosen` the conversions. Null when nothing of the day is in the period. */
export function selectionOf(day: Day, period: BoundedPeriod, kept: Mask, chosen: Mask): Selection | null {
  const { span, sessions, conversions } = day;
  if (span.lastAt < period.from || span.firstAt >= period.until) return null;
  const ofKept = ofSessions(chosen, conversions.session, kept);
  if (span.firstAt >= period.from && span.lastAt < period.until) {
    return { sessions: kept, converting: ofKept, occurring: ofKept };
  }
  const began = within(kept, sessions.startedAt, period);
  return {
    sessions: began,
    converting: ofSessions(chosen, conversions.session, began),
    occurring: within(ofKept, conversions.occurredAt, period),
  };
}

function ofSessions(chosen: Mask, sessionOf: Uint32Array, sessions: Mask): Mask {
  const mask = new Uint8Array(chosen.length);
  for (let index = 0; index < mask.length; index++) mask[index] = chosen[index]! & sessions[sessionOf[index]!]!;
  return mask;
}

function within(entries: Mask, moments: Float64Array, { from, until }: BoundedPeriod): Mask {
  const mask = new Uint8Array(entries.length);
  for (let index = 0; index < mask.length; index++) {
    const at = moments[index]!;
    mask[index] = at >= from && at < until ? entries[index]! : 0;
  }
  return mask;
}
