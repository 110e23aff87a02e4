import { ENGINE_DEFAULT, ENGINE_NAMES, ENGINES, type EngineName, type EngineValues, settingsOf } from '../engines.js';
import { requireComplete } from '../move/move.js';
import { choice } from '../settings/kinds.js';
import type { Settings, Values } from '../settings/setting.js';
import type { Store } from '../store/store.js';
import { UsageError } from './settings.js';

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
export async function withStore<Result>(values: StoreValues, work: (store: Store) => Promise<Result>): Promise<Result> {
  requireNoFaults(ENGINES[values.store].absence(values));
  return withNewStore(values, work);
}

/** Like `withStore`, but creates the store if it does not exist. */
export async function withNewStore<Result>(
  values: StoreValues,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  const store = await openStore(values);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/**
 * @throws {UsageError} for flags of another store, which would have no effect.
 * @throws {MoveRefused} for a store with an unfinished move.
 */
export async function openStore(values: StoreValues): Promise<Store> {
  requireNoFaults(strayFlags(values));
  const store = await openAnyStore(values.store, values);
  try {
    await requireComplete(store);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Opens a store without checking for an unfinished move or for flags of another store. */
export async function openAnyStore(name: EngineName, values: EngineValues): Promise<Store> {
  const engine = ENGINES[name];
  requireNoFaults(engine.faults(values));
  return engine.open(values);
}

/** @throws {UsageError} when there is a fault. */
export function requireNoFaults(sentences: readonly string[]): void {
  if (sentences.length > 0) throw new UsageError(sentences);
}

/**
 * A sentence for each other store whose flags are given. Flags with a default are skipped: they always have a value.
 */
function strayFlags(values: StoreValues): string[] {
  return ENGINE_NAMES.flatMap((name) => {
    const settings: Settings = ENGINES[name].settings;
    const flags = Object.entries(settings).filter(([, setting]) => setting.default === undefined);
    const given: Readonly<Record<string, unknown>> = values;
    if (name === values.store || !flags.some(([field]) => isGiven(given[field]))) return [];
    return [`${flags.map(([, { flag }]) => `--${flag}`).join(' and ')} are for --store ${name}`];
  });
}

function isGiven(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== null;
}
