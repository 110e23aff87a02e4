import type { Settings, Values } from '../settings/setting.js';
import type { Store } from './store.js';

/**
 * A storage engine as the commands use it. Each engine's folder exports one from `engine.ts`, which loads the rest on
 * demand.
 */
export interface Engine<S extends Settings> {
  /** Flags that locate the store. Flag names must be unique across engines. */
  readonly settings: S;
  /** Messages about missing values. If there are any, `open` and `migrate` must not be called. */
  faults(values: Values<S>): string[];
  /** Messages that the store does not exist yet, in cases where `open` would create it. */
  absence(values: Values<S>): string[];
  /** Opens the store, and creates it when it is missing. Rejects with `UnusableStore` or `StoreUnavailable`. */
  open(values: Values<S>): Promise<Store>;
}

/** An engine whose tables the operator creates with `goalpost migrate`. */
export interface MigratedEngine<S extends Settings> extends Engine<S> {
  /** Creates or migrates the tables on each node that answers. May be called again at any time. */
  migrate(values: Values<S>): Promise<NodeMigrated[]>;
}

/** The result of a migration on one node. */
export type NodeMigrated = { readonly node: string } & (
  | {
      readonly outcome: 'done';
      readonly shard: number;
      readonly replica: number;
      /** The last migration found on the node; 0 for none or no database. */
      readonly found: number;
      readonly now: number;
      readonly replicated: boolean;
    }
  | { readonly outcome: 'away'; readonly reason: string }
);
