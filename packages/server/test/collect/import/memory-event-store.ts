import type { Event } from '#goalpost/model/event.js';
import type { ProjectId } from '#goalpost/model/ids.js';
import type { Project } from '#goalpost/model/project.js';
import { type EventStore, type Recorded, StoreUnavailable } from '#goalpost/store/store.js';

export const project: Project = {
  id: 'p1' as ProjectId,
  name: 'Shop',
  timeZone: 'UTC',
  siteKey: 'site',
  visitorKey: 'ab'.repeat(32),
  allowedOrigins: [],
  pageSessionIds: 'accept',
  signingSecrets: [],
  createdAt: 0,
};

/** An `EventStore` in memory, for one project. */
export class MemoryEventStore implements EventStore {
  readonly events: Event[] = [];
  readonly batches: number[] = [];
  /** The highest number of simultaneous calls of `record`. */
  atOnceMax = 0;
  #atOnce = 0;
  readonly #known = new Set<string>();
  readonly #failingBatch: number | null;

  /** The number, from 1, of the batch that fails. */
  constructor({ failingBatch = null }: { failingBatch?: number | null } = {}) {
    this.#failingBatch = failingBatch;
  }

  async record(projectId: ProjectId, events: readonly Event[]): Promise<Recorded[] | null> {
    if (projectId !== project.id) return null;
    this.batches.push(events.length);
    const batch = this.batches.length;
    this.atOnceMax = Math.max(this.atOnceMax, ++this.#atOnce);
    await new Promise(setImmediate);
    this.#atOnce--;
    if (batch === this.#failingBatch) throw new StoreUnavailable('The disk is full.');
    return events.map((event) => this.#keep(event));
  }

  #keep(event: Event): Recorded {
    const key = `${event.sessionId} ${event.id}`;
    if (this.#known.has(key)) return 'repeated';
    this.#known.add(key);
    this.events.push(event);
    return 'stored';
  }
}
