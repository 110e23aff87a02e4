import type { IncomingHttpHeaders } from 'node:http';
import { LRUCache } from 'lru-cache';
import type { ProjectId } from '../../model/ids.js';
import { parseUrl } from '../../model/url.js';

/** Why events of a page were not stored. */
export const PROBLEM_REASONS = ['origin_not_allowed', 'session_id', 'invalid', 'bot', 'opted_out', 'excluded'] as const;
export type ProblemReason = (typeof PROBLEM_REASONS)[number];

/** Where a request came from. */
export interface Place {
  readonly origin: string | null;
  /** Without query and fragment, which may say who the visitor is. */
  readonly page: string | null;
}

export interface Problem extends Place {
  readonly reason: ProblemReason;
  /** Events, or requests that could not be read. */
  readonly count: number;
}

/** How long a problem is kept, in ms. */
export const PROBLEMS_KEPT_MS = 3_600_000;
/** Counts are kept for slots of five minutes. */
const SLOTS = 12;
const SLOT_MS = PROBLEMS_KEPT_MS / SLOTS;
const PROJECTS_MAX = 1000;
/** Different problems of a project; further ones are counted without their place. Each takes some 2 kB at most. */
export const PROBLEMS_MAX = 50;
const PLACE_CHARACTERS_MAX = 300;
const NOWHERE: Place = { origin: null, page: null };

interface Counted {
  readonly reason: ProblemReason;
  readonly place: Place;
  /** Counts by the number of their slot. */
  readonly slots: Map<number, number>;
}

/** Counts the problems of the last hour, in the memory of this process. Strangers can cause any number of them. */
export class TrackProblems {
  readonly #now: () => number;
  readonly #projects = new LRUCache<ProjectId, Map<string, Counted>>({ max: PROJECTS_MAX });

  /** Milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  note(projectId: ProjectId, reason: ProblemReason, place: Place, count = 1): void {
    if (count === 0) return;
    const problems = this.#projects.get(projectId) ?? new Map<string, Counted>();
    this.#projects.set(projectId, problems);
    const slot = this.#slot();
    const counted = this.#find(problems, reason, place, slot);
    counted.slots.set(slot, (counted.slots.get(slot) ?? 0) + count);
    for (const old of counted.slots.keys()) if (old <= slot - SLOTS) counted.slots.delete(old);
  }

  /** Most frequent first. */
  recent(projectId: ProjectId): Problem[] {
    const first = this.#slot() - SLOTS + 1;
    return [...(this.#projects.get(projectId)?.values() ?? [])]
      .map(({ reason, place, slots }) => ({ reason, ...place, count: countSince(slots, first) }))
      .filter(({ count }) => count > 0)
      .sort((one, other) => other.count - one.count);
  }

  #find(problems: Map<string, Counted>, reason: ProblemReason, place: Place, slot: number): Counted {
    const key = JSON.stringify([reason, place.origin, place.page]);
    const known = problems.get(key);
    if (known) return known;
    if (place !== NOWHERE && problems.size >= PROBLEMS_MAX) {
      for (const [old, { slots }] of problems) if (countSince(slots, slot - SLOTS + 1) === 0) problems.delete(old);
      if (problems.size >= PROBLEMS_MAX) return this.#find(problems, reason, NOWHERE, slot);
    }
    const counted = { reason, place, slots: new Map<number, number>() };
    problems.set(key, counted);
    return counted;
  }

  #slot(): number {
    return Math.floor(this.#now() / SLOT_MS);
  }
}

function countSince(slots: ReadonlyMap<number, number>, first: number): number {
  let sum = 0;
  for (const [slot, count] of slots) if (slot >= first) sum += count;
  return sum;
}

/** Where a request says that it comes from. */
export function placeOf({ origin, referer }: IncomingHttpHeaders): Place {
  const url = referer === undefined ? null : parseUrl(referer);
  return {
    origin: origin === undefined || origin.length > PLACE_CHARACTERS_MAX ? null : origin,
    page: url === null ? null : `${url.origin}${url.pathname}`.slice(0, PLACE_CHARACTERS_MAX),
  };
}
