import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './faults.js';
import type { Planned } from './plan.js';

/** A fault that happened. Times are in ms since 1970. */
export interface Happened {
  readonly fault: Fault;
  readonly from: number;
  /** Infinite until it is repaired. */
  until: number;
}

/** The faults that have happened. */
export class Timeline {
  readonly all: Happened[] = [];

  /** Makes faults happen and repairs them, all of them whatever goes wrong. */
  async run(plan: readonly Planned[]): Promise<void> {
    const ended = await Promise.allSettled(plan.map((planned) => this.#happen(planned)));
    for (const one of ended) if (one.status === 'rejected') throw one.reason;
  }

  /** What happened within a time. */
  during(from: number, until: number): Happened[] {
    return this.all.filter((one) => one.from <= until && one.until >= from);
  }

  async #happen({ fault, after, lasts }: Planned): Promise<void> {
    await sleep(after);
    const happened: Happened = { fault, from: Date.now(), until: Number.POSITIVE_INFINITY };
    this.all.push(happened);
    await fault.begin();
    await sleep(lasts);
    await fault.repair();
    happened.until = Date.now();
  }
}
