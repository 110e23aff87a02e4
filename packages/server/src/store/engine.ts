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
  /** A sentence when other users of this machine can read the store's files, with the command that ends it. */
  exposure(values: Values<S>): string | null;
  /** Where the secret key of the installation is kept unless the operator gives one; null: nowhere. No backup has it. */
  secretKeyFile(values: Values<S>): string | null;
  /**
   * Makes a new store from a backup, all or nothing. Rejects with `RestoreRefused`, for example when the store exists or
   * when the file is not a backup.
   */
  restore(values: Values<S>, file: string): Promise<Restored>;
  /** Opens the store, and creates it when it is missing. Rejects with `UnusableStore` or `StoreUnavailable`. */
  open(values: Values<S>): Promise<Store>;
}

/** The contents of a restored store. */
export interface Restored {
  readonly projects: number;
  readonly sessions: number;
  readonly events: number;
  readonly conversions: number;
  /** Times of the first and the last event in ms since 1970; null when there is none. */
  readonly from: number | null;
  readonly until: number | null;
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
