import { type Client, filledIn, isKnown } from '../../model/client.js';
import type { ProjectId, SessionId } from '../../model/ids.js';
import type { EventStore, SessionFacts } from '../../store/contract/events.js';
import { NoProject } from '../../store/store.js';
import type { Line } from '../lines/lines.js';
import type { LineReader, ReadEvent } from '../lines/outcome.js';

/**
 * A batch is full at this many events, or when their lines reach this many characters: both threads copy a batch at once,
 * and other requests wait.
 */
const BATCH_EVENTS_MAX = 1000;
const BATCH_CHARACTERS_MAX = 1_048_576;

interface Batch<Found> {
  readonly found: Found[];
  characters: number;
  /** The line of the last event. */
  line: number;
}

/** Makes events of what lines have, and hands them to the store in batches. At most one is being stored while the next is collected. */
export class Recorder<Found> {
  readonly #events: EventStore;
  readonly #projectId: ProjectId;
  readonly #reader: LineReader<Found>;
  #batch: Batch<Found> = emptyBatch();
  #underway: Promise<void> = Promise.resolve();
  #stored = 0;
  #repeated = 0;
  #line = 0;

  constructor(events: EventStore, projectId: ProjectId, reader: LineReader<Found>) {
    this.#events = events;
    this.#projectId = projectId;
    this.#reader = reader;
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
  add(found: Found, { number, text }: Line): boolean {
    const batch = this.#batch;
    batch.found.push(found);
    batch.line = number;
    batch.characters += text?.length ?? 0;
    return batch.found.length >= BATCH_EVENTS_MAX || batch.characters >= BATCH_CHARACTERS_MAX;
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
    if (this.#batch.found.length > 0) await this.flush();
    await this.#underway;
  }

  async #record({ found, line }: Batch<Found>): Promise<void> {
    const read = await this.#reader.events(found);
    const events = read.map(({ event }) => event);
    const recorded = await this.#events.record(this.#projectId, events, factsOf(read));
    if (recorded === null) throw new NoProject(`there is no project ${this.#projectId}`);
    const stored = recorded.filter((result) => result === 'stored').length;
    this.#stored += stored;
    this.#repeated += recorded.length - stored;
    this.#line = line;
  }
}

function emptyBatch<Found>(): Batch<Found> {
  return { found: [], characters: 0, line: 0 };
}

/** What the lines say about their sessions. */
function factsOf(read: readonly ReadEvent[]): Map<SessionId, SessionFacts> {
  const facts = new Map<SessionId, SessionFacts>();
  for (const { event, client, visitor } of read) {
    const known = facts.get(event.sessionId);
    if (visitor === null && (known?.client === client || !isKnown(client))) continue;
    facts.set(event.sessionId, {
      client: joined(known?.client ?? null, client),
      visitor: visitor ?? known?.visitor ?? null,
    });
  }
  return facts;
}

function joined(known: Client | null, client: Client): Client | null {
  if (!isKnown(client)) return known;
  return known ? filledIn(known, client) : client;
}
