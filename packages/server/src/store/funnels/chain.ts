import type { FunnelPath } from '../../model/funnels/path.js';
import type { FunnelTest } from './question.js';

/**
 * The events of a session that a funnel is about, ordered by (time, id): those that match a step, and all visits if no other may
 * happen in between.
 */
export interface Moments {
  /** Milliseconds since any moment. Of a visit that matches no step it does not matter. */
  readonly at: readonly number[];
  /** A bit for each step that the event matches, the lowest for the first step; and `VISIT` if it is a visit. */
  readonly bits: readonly number[];
}

/** The bit of a visit, above those of all steps. */
export const VISIT = 1 << 10;

/** The part of a path that decides which events make a chain. */
export type ChainRules = Pick<FunnelPath, 'order' | 'withinMs'> & { readonly steps: { readonly length: number } };

/**
 * The times at which a session reached each step, one entry per reached step. An event is one step at most. Of several chains
 * that get furthest, the one with the earliest first step counts, then the one with the earliest second step, and so on.
 * Takes time in proportion to events times steps.
 */
export function chainOf(rules: ChainRules, moments: Moments): number[] {
  const reached = stepsReached(rules, moments);
  return reached === 0 ? [] : timesOf(rules, moments, reached);
}

/** Whether a session with such a chain is one of those that a list is about. */
export function isAmong(chain: readonly number[], { step, sessions }: Pick<FunnelTest, 'step' | 'sessions'>): boolean {
  return sessions === 'reached' ? chain.length >= step : chain.length === step;
}

/** Stands for no limit: less than the time to something that never happens. */
const ANY_TIME = Number.MAX_VALUE;
const NEVER = Number.POSITIVE_INFINITY;

/** How many steps the furthest chain has. */
function stepsReached({ steps, order, withinMs }: ChainRules, { at, bits }: Moments): number {
  const within = withinMs ?? ANY_TIME;
  /** For each step: the latest start of a chain that has come to it and may go on. */
  const starts = new Array<number>(steps.length).fill(-NEVER);
  let reached = 0;
  for (let event = 0; event < at.length; event++) {
    const isBarrier = order === 'directly' && (bits[event]! & VISIT) !== 0;
    for (let step = steps.length - 1; step >= 0; step--) {
      const matches = (bits[event]! & (1 << step)) !== 0;
      const start = !matches ? -NEVER : step === 0 ? at[event]! : starts[step - 1]!;
      const isInTime = at[event]! - start <= within;
      if (isInTime && step >= reached) reached = step + 1;
      if (isBarrier) starts[step] = isInTime ? start : -NEVER;
      else if (isInTime && start > starts[step]!) starts[step] = start;
    }
  }
  return reached;
}

/** The times of the first chain of so many steps. There is one. */
function timesOf({ order, withinMs }: ChainRules, moments: Moments, steps: number): number[] {
  const { at } = moments;
  const within = withinMs ?? ANY_TIME;
  const ends = soonestEnds(order === 'directly', moments, steps);
  let event = 0;
  while (ends[event * steps]! - at[event]! > within) event++;
  const times = [at[event]!];
  const latest = at[event]! + within;
  for (let step = 1; step < steps; step++) {
    do event++;
    while (ends[event * steps + step]! > latest);
    times.push(at[event]!);
  }
  return times;
}

/** For each event and each step that it may be: when the last step is reached soonest from there, or `NEVER`. */
function soonestEnds(isDirect: boolean, { at, bits }: Moments, steps: number): Float64Array {
  const ends = new Float64Array(at.length * steps);
  /** For each step: the soonest end of the chains that begin with it after the event, and that a chain may go on with. */
  const soonest = new Array<number>(steps).fill(NEVER);
  for (let event = at.length - 1; event >= 0; event--) {
    const isBarrier = isDirect && (bits[event]! & VISIT) !== 0;
    for (let step = 0; step < steps; step++) {
      const matches = (bits[event]! & (1 << step)) !== 0;
      const end = !matches ? NEVER : step === steps - 1 ? at[event]! : soonest[step + 1]!;
      ends[event * steps + step] = end;
      if (isBarrier || end < soonest[step]!) soonest[step] = end;
    }
  }
  return ends;
}
