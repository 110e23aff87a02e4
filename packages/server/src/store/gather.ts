/** What is asked together. */
export interface GatherOptions<Asked> {
  readonly weightOf: (asked: Asked) => number;
  /** Of what is asked in one question, unless a single one weighs more. */
  readonly weightMax: number;
  /** Questions that are under way at the same time. */
  readonly underWayMax: number;
}

interface Waiting<Asked, Answer> {
  readonly asked: Asked;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets callers who come while questions are under way share the next one: most of what a small question costs is that it
 * is asked at all.
 */
export class Gather<Asked, Answer> {
  readonly #ask: (group: readonly Asked[]) => Promise<readonly Answer[]>;
  readonly #options: GatherOptions<Asked>;
  #waiting: Waiting<Asked, Answer>[] = [];
  #underWay = 0;

  /** `ask` gives an answer to each, in order. Should it fail, all of the group do. */
  constructor(ask: (group: readonly Asked[]) => Promise<readonly Answer[]>, options: GatherOptions<Asked>) {
    this.#ask = ask;
    this.#options = options;
  }

  ask(asked: Asked): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ asked, resolve, reject });
      if (this.#underWay < this.#options.underWayMax) this.#askWaiting();
    });
  }

  async #askWaiting(): Promise<void> {
    this.#underWay++;
    while (this.#waiting.length > 0) {
      const group = this.#takeGroup();
      try {
        const answers = await this.#ask(group.map(({ asked }) => asked));
        for (const [index, { resolve }] of group.entries()) resolve(answers[index]!);
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.#underWay--;
  }

  #takeGroup(): Waiting<Asked, Answer>[] {
    const { weightOf, weightMax } = this.#options;
    let weight = 0;
    const tooMany = this.#waiting.findIndex(({ asked }, index) => {
      weight += weightOf(asked);
      return index > 0 && weight > weightMax;
    });
    return this.#waiting.splice(0, tooMany === -1 ? this.#waiting.length : tooMany);
  }
}
