import type { StoredSessions } from '#goalpost/collect/access-log/stored-sessions.js';
import type { Client } from '#goalpost/model/client.js';
import type { Event } from '#goalpost/model/event.js';
import type { ProjectId, SessionId } from '#goalpost/model/ids.js';
import { PROJECT_DEFAULTS, type Project } from '#goalpost/model/project.js';
import { DAY_MS, type Visitor } from '#goalpost/model/visitor.js';
import type { EventStore, Recorded, SessionFactsById, SessionSpan } from '#goalpost/store/contract/events.js';
import { StoreUnavailable } from '#goalpost/store/store.js';

export const project: Project = {
  id: 'p1' as ProjectId,
  name: 'Shop',
  timeZone: 'UTC',
  siteKey: 'site',
  visitorKey: 'ab'.repeat(32),
  allowedOrigins: [],
  ...PROJECT_DEFAULTS,
  createdAt: 0,
};

/** An `EventStore` in memory, for one project, which also knows its sessions. */
export class MemoryEventStore implements EventStore, StoredSessions {
  readonly events: Event[] = [];
  readonly batches: number[] = [];
  readonly notes = new Map<string, Set<SessionId>>();
  /** The last known client of each session. */
  readonly clients = new Map<SessionId, Client>();
  /** The highest number of simultaneous calls of `record`. */
  atOnceMax = 0;
  #atOnce = 0;
  readonly #known = new Set<string>();
  readonly #failingBatch: number | null;

  /** The number, from 1, of the batch that fails. */
  constructor({ failingBatch = null }: { failingBatch?: number | null } = {}) {
    this.#failingBatch = failingBatch;
  }

  async record(projectId: ProjectId, events: readonly Event[], facts?: SessionFactsById): Promise<Recorded[] | null> {
    if (projectId !== project.id) return null;
    this.batches.push(events.length);
    const batch = this.batches.length;
    this.atOnceMax = Math.max(this.atOnceMax, ++this.#atOnce);
    await new Promise(setImmediate);
    this.#atOnce--;
    if (batch === this.#failingBatch) throw new StoreUnavailable('The disk is full.');
    for (const [id, { visitor, client }] of facts ?? []) {
      if (client) this.clients.set(id, client);
      if (visitor) this.notes.set(visitor.hash, (this.notes.get(visitor.hash) ?? new Set()).add(id));
    }
    return events.map((event) => this.#keep(event));
  }

  async areOn(day: number): Promise<boolean> {
    return this.#spans().some(({ startedAt }) => Math.floor(startedAt / DAY_MS) === day);
  }

  async of(visitors: readonly Visitor[]): Promise<SessionSpan[]> {
    return this.withIds(visitors.flatMap(({ hash }) => [...(this.notes.get(hash) ?? [])]));
  }

  async withIds(ids: readonly SessionId[]): Promise<SessionSpan[]> {
    return this.#spans().filter(({ id }) => ids.includes(id));
  }

  #spans(): SessionSpan[] {
    const spans = new Map<SessionId, SessionSpan>();
    for (const { sessionId: id, at } of this.events) {
      const { startedAt, endedAt } = spans.get(id) ?? { startedAt: at, endedAt: at };
      spans.set(id, { id, startedAt: Math.min(startedAt, at), endedAt: Math.max(endedAt, at) });
    }
    return [...spans.values()];
  }

  #keep(event: Event): Recorded {
    const key = `${event.sessionId} ${event.id}`;
    if (this.#known.has(key)) return 'repeated';
    this.#known.add(key);
    this.events.push(event);
    return 'stored';
  }
}
