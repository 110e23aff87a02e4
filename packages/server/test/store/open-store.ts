import type { Store } from '#goalpost/store/store.js';

export interface OpenedStore {
  readonly store: Store;
  /** Closes the store and deletes its data. */
  release(): Promise<void>;
}

/** Opens an empty store with the given clock. */
export type OpenStore = (now: () => number) => Promise<OpenedStore>;
