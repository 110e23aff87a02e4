import { ENGINE_DEFAULT, ENGINE_NAMES, ENGINES, type EngineName, type EngineValues, settingsOf } from '../engines.js';
import { requireComplete } from '../move/move.js';
import { choice } from '../settings/kinds.js';
import type { Values } from '../settings/setting.js';
import type { Restored } from '../store/engine.js';
import type { Store } from '../store/store.js';
import { type Output, warn } from './output.js';
import { requireNoFaults } from './settings.js';

/** Settings of every command that opens a store. */
export const storeSettings = {
  store: choice({ flag: 'store', about: 'where everything is kept', default: ENGINE_DEFAULT }, ENGINE_NAMES),
  ...settingsOf(ENGINES),
};

export type StoreValues = Values<typeof storeSettings>;

/**
 * Opens the store, runs `work` and closes it.
 *
 * @throws {UsageError} when the store does not exist: a mistyped directory must not look like one without data.
 */
export async function withStore<Result>(
  values: StoreValues,
  output: Output,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  requireNoFaults(ENGINES[values.store].absence(values));
  return withNewStore(values, output, work);
}

/** Like `withStore`, but creates the store if it does not exist. */
export async function withNewStore<Result>(
  values: StoreValues,
  output: Output,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  const store = await openStore(values, (sentence) => warn(output, sentence));
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/**
 * Opens a store. `onExposed` gets a sentence when other users of this machine can read its files.
 *
 * @throws {MoveRefused} for a store with an unfinished move.
 */
export async function openStore(values: StoreValues, onExposed: (sentence: string) => void): Promise<Store> {
  const store = await openAnyStore(values.store, values, onExposed);
  try {
    await requireComplete(store);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Opens a store without checking for an unfinished move. */
export async function openAnyStore(
  name: EngineName,
  values: EngineValues,
  onExposed: (sentence: string) => void,
): Promise<Store> {
  const engine = ENGINES[name];
  requireNoFaults(engine.faults(values));
  // Before the store is open: its own temporary files are gone when the operator reads this.
  const exposed = engine.exposure(values);
  const store = await engine.open(values);
  if (exposed !== null) onExposed(exposed);
  return store;
}

/**
 * Makes the store from a backup.
 *
 * @throws {RestoreRefused}
 */
export async function restoreStore(values: StoreValues, file: string, output: Output): Promise<Restored> {
  const engine = ENGINES[values.store];
  const restored = await engine.restore(values, file);
  const exposed = engine.exposure(values);
  if (exposed !== null) warn(output, exposed);
  return restored;
}
