/** How a `Batcher` forms its batches. */
export interface BatcherOptions<Request> {
  readonly weightOf: (request: Request) => number;
  /** The total weight of a batch. A single heavier request forms a batch of its own. */
  readonly weightMax: number;
  /** Batches running at the same time. */
  readonly concurrencyMax: number;
}

interface Waiting<Request, Answer> {
  readonly request: Request;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** Requests that arrive while batches are running share the next batch, because a small query is mostly overhead. */
export class Batcher<Request, Answer> {
  readonly #runBatch: (requests: readonly Request[]) => Promise<readonly Answer[]>;
  readonly #options: BatcherOptions<Request>;
  #waiting: Waiting<Request, Answer>[] = [];
  #running = 0;

  /** `runBatch` returns one answer per request, in order. If it rejects, every request of the batch does. */
  constructor(
    runBatch: (requests: readonly Request[]) => Promise<readonly Answer[]>,
    options: BatcherOptions<Request>,
  ) {
    this.#runBatch = runBatch;
    this.#options = options;
  }

  run(request: Request): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject });
      if (this.#running < this.#options.concurrencyMax) this.#runWaiting();
    });
  }

  async #runWaiting(): Promise<void> {
    this.#running++;
    while (this.#waiting.length > 0) {
      const batch = this.#takeBatch();
      try {
        const answers = await this.#runBatch(batch.map(({ request }) => request));
        for (const [index, { resolve }] of batch.entries()) resolve(answers[index]!);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#running--;
  }

  #takeBatch(): Waiting<Request, Answer>[] {
    const { weightOf, weightMax } = this.#options;
    let weight = 0;
    const tooMany = this.#waiting.findIndex(({ request }, index) => {
      weight += weightOf(request);
      return index > 0 && weight > weightMax;
    });
    return this.#waiting.splice(0, tooMany === -1 ? this.#waiting.length : tooMany);
  }
}
