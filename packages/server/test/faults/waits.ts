import type { Asked } from './asking.js';
import type { Fault } from './faults.js';
import type { Timeline } from './timeline.js';

/** How long a request may wait while there is a healthy copy of everything, in ms. */
const WAIT_MS_MAX = 3000;

/** How long requests waited, in ms. */
export interface Waits {
  /** Requests that waited too long, in sentences. */
  readonly tooLong: readonly string[];
  /** The median and the longest, while nothing was broken: the machine is as busy as that. */
  readonly calm: Spread;
  /** The same while something was, but each shard had a healthy copy. */
  readonly broken: Spread;
}

interface Spread {
  readonly requests: number;
  readonly median: number;
  readonly longest: number;
}

interface During extends Asked {
  readonly faults: readonly Fault[];
  /** How long it may have been held by a server that was frozen, in ms. */
  readonly held: number;
}

/** The waits of requests, without those during which a shard had no healthy copy. */
export function waitsOf(all: readonly Asked[], timeline: Timeline): Waits {
  const counted = all
    .map((asked) => during(asked, timeline))
    .filter(({ faults }) => !faults.some(({ leavesNoCopy }) => leavesNoCopy));
  const calm = spreadOf(counted.filter(({ faults }) => faults.length === 0));
  const broken = counted.filter(({ faults }) => faults.length > 0);
  return { calm, broken: spreadOf(broken), tooLong: broken.filter(isTooLong(calm)).map(described) };
}

/** A machine that is busy with other things adds to every wait, and as much to those without a fault. */
const isTooLong = (calm: Spread) => (asked: During) => waitOf(asked) - asked.held > WAIT_MS_MAX + calm.longest;

function during(asked: Asked, timeline: Timeline): During {
  const happened = timeline.during(asked.from, asked.until);
  const held = happened
    .filter(({ fault }) => fault.holdsRequests)
    .map(({ from, until }) => Math.min(until, asked.until) - Math.max(from, asked.from));
  return { ...asked, faults: happened.map(({ fault }) => fault), held: Math.max(0, ...held) };
}

function spreadOf(all: readonly Asked[]): Spread {
  const sorted = all.map(waitOf).sort((one, other) => one - other);
  return { requests: all.length, median: sorted[Math.floor(sorted.length / 2)] ?? 0, longest: sorted.at(-1) ?? 0 };
}

function described(asked: During): string {
  const faults = asked.faults.map(({ name }) => name).join(', ');
  return `${asked.what} (${asked.status}) waited ${waitOf(asked)} ms: ${faults}`;
}

/** The longest wait, and of what. */
export function longest(all: readonly Asked[]): string {
  const slowest = all.reduce((one, other) => (waitOf(other) > waitOf(one) ? other : one));
  return `${waitOf(slowest)} ms (${slowest.what})`;
}

const waitOf = ({ from, until }: Asked) => until - from;
