import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { NoAnswer } from './faults.js';

/** Interval between checks of a node that is up, in ms. */
const CHECKED_EVERY_MS = 250;
/** After this long without an answer, requests go on with a twin, in ms. With the interval before it: 0.75 s after a node froze. */
const SILENT_AFTER_MS = 500;
/** After this long without an answer, a node is away, in ms. A busy one may be silent for a moment. */
const AWAY_AFTER_MS = 1200;
/** The longest interval between checks of a node that is away, in ms: how late its return may be noticed. */
const AWAY_CHECKED_MS_MAX = 2000;
/** After this many failed checks, some 5 s of silence, nobody waits for a node any more. It may just have been busy before. */
const GONE_AFTER = 3;

/** The node that is checked. */
export interface Patient {
  /** Resolves when the node answers, whatever the answer is. */
  ping(signal: AbortSignal): Promise<unknown>;
  /** Prepares a node that has been away for being used. It stays away when this rejects. */
  welcome(): Promise<void>;
  /** Called when the node has left or returned. */
  changed(): void;
}

/**
 * Knows whether a node is up, by asking it all the time, so that no request has to find out. A frozen node accepts
 * connections and says nothing, and a long query is no sign of one: a node that works on it still answers this.
 */
export class Heartbeat {
  /** Why the node is away; null while it is up. */
  failure: Error | null = new NoAnswer('it has not been asked yet');
  readonly #patient: Patient;
  readonly #onSilent = new Listeners();
  readonly #onGone = new Listeners();
  readonly #stopped = new AbortController();
  #checking: Promise<boolean> | null = null;
  #isSilent = false;
  /** Failed checks in a row. */
  #failed = GONE_AFTER;

  constructor(patient: Patient) {
    this.#patient = patient;
  }

  get isUp(): boolean {
    return this.failure === null;
  }

  /** Whether the node is up, and was not silent for long when it was last asked. */
  get answers(): boolean {
    return this.isUp && !this.#isSilent;
  }

  /** Whether the node has missed so many checks that a request to it is not worth a try. */
  get isGone(): boolean {
    return this.#failed >= GONE_AFTER;
  }

  /** Checks in the background from now on. */
  start(): void {
    void this.#beat();
  }

  stop(): void {
    this.#stopped.abort();
  }

  /** Checks now, and tells whether the node is up. Concurrent calls share a check. */
  check(): Promise<boolean> {
    this.#checking ??= this.#check().finally(() => {
      this.#checking = null;
    });
    return this.#checking;
  }

  /** Calls `silent` once if the node does not answer a check in time before the signal is aborted. */
  onceSilent(silent: () => void, signal: AbortSignal): void {
    this.#onSilent.add(silent, signal);
  }

  /** Calls `gone` once if the node has been away for long before the signal is aborted. */
  onceGone(gone: () => void, signal: AbortSignal): void {
    this.#onGone.add(gone, signal);
  }

  async #beat(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      await sleep(this.#pause(), undefined, { signal, ref: false }).catch(() => {});
      if (!signal.aborted) await this.check();
    }
  }

  /** Grows while the node is away. It is random, so that processes do not ask at the same moments. */
  #pause(): number {
    return Math.min(CHECKED_EVERY_MS * 2 ** this.#failed, AWAY_CHECKED_MS_MAX) * (0.5 + Math.random() / 2);
  }

  async #check(): Promise<boolean> {
    try {
      await this.#ping();
      if (!this.isUp) await this.#patient.welcome();
      this.#failed = 0;
      this.#set(null);
    } catch (error) {
      this.#failed++;
      this.#set(error as Error);
      this.#onSilent.call();
      if (this.isGone) this.#onGone.call();
    }
    this.#isSilent = false;
    return this.isUp;
  }

  async #ping(): Promise<void> {
    const over = new AbortController();
    const late = async () => {
      await silence(SILENT_AFTER_MS, over.signal);
      this.#isSilent = true;
      this.#onSilent.call();
      await silence(AWAY_AFTER_MS - SILENT_AFTER_MS, over.signal);
      throw new NoAnswer(`it did not answer within ${AWAY_AFTER_MS} ms`);
    };
    const signal = AbortSignal.any([over.signal, this.#stopped.signal]);
    try {
      await Promise.race([this.#patient.ping(signal), late()]);
    } finally {
      over.abort();
    }
  }

  #set(failure: Error | null): void {
    const wasUp = this.isUp;
    this.failure = failure;
    if (wasUp === this.isUp || this.#stopped.signal.aborted) return;
    this.#patient.changed();
  }
}

/** Rejects when the signal is aborted. An answer may have arrived while this process was busy. */
async function silence(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal, ref: false });
  await setImmediate();
  signal.throwIfAborted();
}

/** Each is called at most once. */
class Listeners {
  readonly #all = new Set<() => void>();

  add(listener: () => void, signal: AbortSignal): void {
    this.#all.add(listener);
    signal.addEventListener('abort', () => this.#all.delete(listener), { once: true });
  }

  call(): void {
    const all = [...this.#all];
    this.#all.clear();
    for (const listener of all) listener();
  }
}
