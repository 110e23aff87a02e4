import type { BoundedPeriod } from '../../model/period.js';
import type { Mask } from './choose.js';
import type { DayChoice } from './day-choice.js';

/** What counts of a day in one period. */
export interface Selection {
  /** Sessions that began in the period. */
  readonly sessions: Mask;
  /** The chosen conversions of these sessions, at any time. */
  readonly converting: Mask;
  /** Chosen conversions that happened in the period, of any session. */
  readonly occurring: Mask;
}

/** `period` cuts the day; null if all of it counts. */
export function selectionOf(
  { day: { sessions, conversions }, conversions: chosen }: Pick<DayChoice, 'day' | 'conversions'>,
  period: BoundedPeriod | null,
): Selection {
  const all = new Uint8Array(sessions.count).fill(1);
  if (period === null) return { sessions: all, converting: chosen, occurring: chosen };
  const began = within(all, sessions.startedAt, period);
  return {
    sessions: began,
    converting: ofSessions(chosen, conversions.session, began),
    occurring: within(chosen, conversions.occurredAt, period),
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
