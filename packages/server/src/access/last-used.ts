import type { TokenId } from '../model/ids.js';
import type { TokenStore } from '../store/contract/projects.js';

const SAVED_EVERY_MS = 60_000;

/** Records when tokens are used in memory, and saves it once a minute, so that no request waits for it. */
export class LastUsed {
  readonly #tokens: TokenStore;
  readonly #onError: (error: unknown) => void;
  readonly #timer: NodeJS.Timeout;
  #uses = new Map<TokenId, number>();

  constructor(tokens: TokenStore, onError: (error: unknown) => void) {
    this.#tokens = tokens;
    this.#onError = onError;
    this.#timer = setInterval(() => void this.save(), SAVED_EVERY_MS).unref();
  }

  note(id: TokenId, at: number): void {
    this.#uses.set(id, at);
  }

  /** Saves the recorded uses. If that fails, they are kept for the next time. */
  async save(): Promise<void> {
    if (this.#uses.size === 0) return;
    const uses = this.#uses;
    this.#uses = new Map();
    try {
      await this.#tokens.touch(uses);
    } catch (error) {
      this.#uses = new Map([...uses, ...this.#uses]);
      this.#onError(error);
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.save();
  }
}
