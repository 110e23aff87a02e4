import type { Store } from '#goalpost/store/store.js';

export interface OpenedStore {
  readonly store: Store;
  /** Closes the store and takes away all it kept. */
  release(): Promise<void>;
}

/** Opens an empty store whose clock is the one given. */
export type OpenStore = (now: () => number) => Promise<OpenedStore>;
