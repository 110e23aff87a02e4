import type { BoundedPeriod } from '../../model/period.js';
import type { Mask } from './choose.js';
import type { DayChoice } from './day-choice.js';
import type { Day } from './days/day.js';

/** What counts of a day in one period. */
export interface Selection {
  /** Sessions that began in the period and pass the filters. */
  readonly sessions: Mask;
  /** The chosen conversions of these sessions, at any time. */
  readonly converting: Mask;
  /** Chosen conversions that happened in the period, of any session that passes the filters. */
  readonly occurring: Mask;
}

/** `period` cuts the day; null if all of it counts. */
export function selectionOf(
  { sessions, conversions }: Day,
  period: BoundedPeriod | null,
  choice: Pick<DayChoice, 'sessions' | 'conversions'>,
): Selection {
  const ofKept = ofSessions(choice.conversions, conversions.session, choice.sessions);
  if (period === null) return { sessions: choice.sessions, converting: ofKept, occurring: ofKept };
  const began = within(choice.sessions, sessions.startedAt, period);
  return {
    sessions: began,
    converting: ofSessions(choice.conversions, conversions.session, began),
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
