import type { ProjectId } from '../ids.js';
import type { EventStore } from '../store/store.js';
import type { Event } from './event.js';
import type { Line } from './lines.js';

/** A batch is full at this many events, or when the lines they came from reach this many characters. */
const BATCH_EVENTS_MAX = 1000;
const BATCH_CHARACTERS_MAX = 4_194_304;

/** Hands events to the store in batches. One may be on its way while the next is gathered, never more. */
export class Recorder {
  readonly #events: EventStore;
  readonly #projectId: ProjectId;
  #batch: Event[] = [];
  #batchCharacters = 0;
  #batchLine = 0;
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

  /** The line of the last event that is known to be durable, with all before it; 0 before the first batch. */
  get line(): number {
    return this.#line;
  }

  /** True when the batch is full: `flush` before adding more. */
  add(event: Event, { number, text }: Line): boolean {
    this.#batch.push(event);
    this.#batchLine = number;
    this.#batchCharacters += text?.length ?? 0;
    return this.#batch.length >= BATCH_EVENTS_MAX || this.#batchCharacters >= BATCH_CHARACTERS_MAX;
  }

  /** Waits until the batch before is stored, then sends this one on its way. Rejects when the one before failed. */
  async flush(): Promise<void> {
    await this.#underway;
    this.#underway = this.#record(this.#batch, this.#batchLine);
    // Whoever waits for it next hears of a failure; until then nobody listens, which Node would take for a mistake.
    this.#underway.catch(() => {});
    this.#batch = [];
    this.#batchCharacters = 0;
  }

  /** Resolves once all is durable. */
  async finish(): Promise<void> {
    if (this.#batch.length > 0) await this.flush();
    await this.#underway;
  }

  async #record(batch: readonly Event[], line: number): Promise<void> {
    const recorded = await this.#events.record(this.#projectId, batch);
    if (recorded === null) throw new Error(`There is no project ${this.#projectId}.`);
    const stored = recorded.filter((result) => result === 'stored').length;
    this.#stored += stored;
    this.#repeated += recorded.length - stored;
    this.#line = line;
  }
}
