import { type Client, filledIn, isKnown } from '../../model/client.js';
import type { Event } from '../../model/event.js';
import type { ProjectId, SessionId } from '../../model/ids.js';
import type { EventStore, SessionFacts } from '../../store/store.js';
import type { Line } from '../lines/lines.js';
import type { ReadEvent } from '../lines/outcome.js';

/**
 * A batch is full at this many events, or when their lines reach this many characters: both threads copy a batch at once,
 * and other requests wait.
 */
const BATCH_EVENTS_MAX = 1000;
const BATCH_CHARACTERS_MAX = 1_048_576;

interface Batch {
  readonly events: Event[];
  /** The sessions' clients, according to the lines. */
  readonly facts: Map<SessionId, SessionFacts>;
  characters: number;
  /** The line of the last event. */
  line: number;
}

/** Hands events to the store in batches. At most one is being stored while the next is collected. */
export class Recorder {
  readonly #events: EventStore;
  readonly #projectId: ProjectId;
  #batch: Batch = emptyBatch();
  #underway: Promise<void> = Promise.resolve();
  #stored = 0;
  #repeated = 0;
  #line = 0;

  constructor(events: EventStore, projectId: ProjectId) {
    this.#events = events;
    this.#projectId = projectId;
  }

  get stored(): number {
    return this.#stored;
  }

  get repeated(): number {
    return this.#repeated;
  }

  /** The line up to which all events are known to be durable; 0 before the first batch. */
  get line(): number {
    return this.#line;
  }

  /** True when the batch is full: `flush` before adding more. */
  add({ event, client }: ReadEvent, { number, text }: Line): boolean {
    const batch = this.#batch;
    batch.events.push(event);
    learn(batch, event.sessionId, client);
    batch.line = number;
    batch.characters += text?.length ?? 0;
    return batch.events.length >= BATCH_EVENTS_MAX || batch.characters >= BATCH_CHARACTERS_MAX;
  }

  /** Waits until the previous batch is stored, then starts to store this one. Rejects if the previous one failed. */
  async flush(): Promise<void> {
    await this.#underway;
    this.#underway = this.#record(this.#batch);
    // The next `flush` reports a failure. Until then nothing listens, which Node.js would treat as an unhandled rejection.
    this.#underway.catch(() => {});
    this.#batch = emptyBatch();
  }

  /** Resolves once all events are durable. */
  async finish(): Promise<void> {
    if (this.#batch.events.length > 0) await this.flush();
    await this.#underway;
  }

  async #record({ events, facts, line }: Batch): Promise<void> {
    const recorded = await this.#events.record(this.#projectId, events, facts);
    if (recorded === null) throw new Error(`There is no project ${this.#projectId}.`);
    const stored = recorded.filter((result) => result === 'stored').length;
    this.#stored += stored;
    this.#repeated += recorded.length - stored;
    this.#line = line;
  }
}

function emptyBatch(): Batch {
  return { events: [], facts: new Map(), characters: 0, line: 0 };
}

function learn({ facts }: Batch, sessionId: SessionId, client: Client): void {
  const known = facts.get(sessionId)?.client;
  if (known === client || !isKnown(client)) return;
  facts.set(sessionId, { client: known ? filledIn(known, client) : client, visitor: null });
}
