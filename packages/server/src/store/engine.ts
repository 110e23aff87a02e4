import type { Settings, Values } from '../settings/setting.js';
import type { Store } from './store.js';

/** An engine as commands know it. Each engine's folder has one in `engine.ts`, which loads the rest when it is opened. */
export interface Engine<S extends Settings> {
  /** Flags that say where the store is. They go by their names, so no two engines may have one of the same name. */
  readonly settings: S;
  /** Sentences that say what is missing among the values; with any of them `open` and `migrate` may not be called. */
  faults(values: Values<S>): string[];
  /** Sentences that say that there is no store here yet, where `open` would make one. */
  absence(values: Values<S>): string[];
  /** Opens the store, and makes it when it is missing. Rejects with `UnusableStore` or `StoreUnavailable`. */
  open(values: Values<S>): Promise<Store>;
}

/** An engine whose tables an operator makes before it is opened. */
export interface MigratedEngine<S extends Settings> extends Engine<S> {
  /** Makes the tables, or brings them up to date, on each node that answers. It may be called again at any time. */
  migrate(values: Values<S>): Promise<NodeMigrated[]>;
}

/** What was found on a node, and done. */
export type NodeMigrated = { readonly node: string } & (
  | {
      readonly outcome: 'done';
      readonly shard: number;
      readonly replica: number;
      /** The newest migration that was there; 0: none, or no database. */
      readonly found: number;
      readonly now: number;
      readonly replicated: boolean;
    }
  | { readonly outcome: 'away'; readonly reason: string }
);
