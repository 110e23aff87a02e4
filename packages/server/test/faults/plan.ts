import type { Fault } from './faults.js';

/** Faults that happen at a time in a round. */
const FAULTS_MAX = 3;
/** When a fault begins in its round, and how long it lasts, in ms. */
const BEGINS_WITHIN_MS = 1500;
const LASTS_MS = { min: 300, max: 3000 } as const;

export interface Planned {
  readonly fault: Fault;
  readonly after: number;
  readonly lasts: number;
}

/** The faults of a round, each at another place. */
export function planOf(faults: ReadonlyMap<string, readonly Fault[]>, random: () => number): Planned[] {
  const below = (end: number) => Math.floor(random() * end);
  const places = [...faults.values()];
  const count = 1 + below(Math.min(FAULTS_MAX, places.length));
  return Array.from({ length: count }, () => {
    const [of] = places.splice(below(places.length), 1);
    return {
      fault: of![below(of!.length)]!,
      after: below(BEGINS_WITHIN_MS),
      lasts: LASTS_MS.min + below(LASTS_MS.max - LASTS_MS.min),
    };
  });
}
