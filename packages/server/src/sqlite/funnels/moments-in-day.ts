import type { Moments } from '../../store/funnels/chain.js';
import type { Connection } from '../database/connection.js';
import type { Day } from '../reports/days/day.js';
import { type DayMoments, goalMoments } from './moments-of-day.js';

/**
 * The moments of a funnel whose steps are goals, and that does not ask for visits in between: the conversions of the day are all
 * it takes, which is much faster than reading rows. `goals`: by their numbers, the bits of their steps. `sessionNo`: of a session
 * by its position.
 */
export function momentsInDay(
  connection: Connection,
  { sessions, conversions }: Day,
  goals: ReadonlyMap<number, number>,
  sessionNo: (session: number) => number,
): DayMoments {
  const { session: sessionOf, goalNo, occurredAt } = conversions;
  const bitsOf = new Uint16Array(Math.max(0, ...goals.keys()) + 1);
  for (const [no, bits] of goals) bitsOf[no] = bits;
  const at: number[] = [];
  const bits: number[] = [];
  /** Whether a session has come to the first step. */
  const begins = new Uint8Array(sessions.count);
  /** For each session the position of its first moment; those of a session are together. */
  const starts = new Uint32Array(sessions.count + 1);
  for (let index = 0; index < conversions.count; index++) {
    const own = bitsOf[goalNo[index]!] ?? 0;
    if (own === 0) continue;
    if ((own & 1) !== 0) begins[sessionOf[index]!] = 1;
    at.push(occurredAt[index]!);
    bits.push(own);
    starts[sessionOf[index]! + 1]!++;
  }
  for (let session = 0; session < sessions.count; session++) starts[session + 1]! += starts[session]!;
  return {
    sessionNo,
    of: (session) => {
      if (begins[session] === 0) return null;
      const [start, end] = [starts[session]!, starts[session + 1]!];
      const moments = inOrder({ at: at.slice(start, end), bits: bits.slice(start, end) });
      // Whether conversions at one time are of one event, or of which, is not known here.
      return moments ?? goalMoments(connection, sessionNo(session), goals);
    },
  };
}

/** Null when two are at the same time. */
function inOrder(moments: Moments): Moments | null {
  const { at, bits } = isAscending(moments.at) ? moments : sorted(moments);
  for (let index = 1; index < at.length; index++) if (at[index] === at[index - 1]) return null;
  return { at, bits };
}

function isAscending(times: readonly number[]): boolean {
  for (let index = 1; index < times.length; index++) if (times[index]! < times[index - 1]!) return false;
  return true;
}

/** The conversions of goals that were added to the day later come after the others of the session. */
function sorted({ at, bits }: Moments): Moments {
  const order = [...at.keys()].sort((one, other) => at[one]! - at[other]!);
  return { at: order.map((index) => at[index]!), bits: order.map((index) => bits[index]!) };
}
