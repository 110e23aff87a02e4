import { ENGINE_DEFAULT, ENGINE_NAMES, ENGINES, type EngineName, type EngineValues, settingsOf } from '../engines.js';
import { requireComplete } from '../move/move.js';
import { choice } from '../settings/kinds.js';
import type { Settings, Values } from '../settings/setting.js';
import type { Store } from '../store/store.js';
import { UsageError } from './settings.js';

/** Settings that every command has which works on a store. */
export const storeSettings = {
  store: choice({ flag: 'store', about: 'what everything is kept in', default: ENGINE_DEFAULT }, ENGINE_NAMES),
  ...settingsOf(ENGINES),
};

export type StoreValues = Values<typeof storeSettings>;

/**
 * Opens the store for the time of `work`.
 *
 * @throws {UsageError} when there is none: a mistyped directory is not to pass for one without data.
 */
export async function withStore<Result>(values: StoreValues, work: (store: Store) => Promise<Result>): Promise<Result> {
  requireNoFaults(ENGINES[values.store].absence(values));
  return withNewStore(values, work);
}

/** Makes the store when it is missing. */
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
 * @throws {UsageError} for flags of another store: they would otherwise be passed over.
 * @throws {MoveRefused} for a store that a move has not been brought to its end in.
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

/** Whatever it holds, and whatever else is given. */
export async function openAnyStore(name: EngineName, values: EngineValues): Promise<Store> {
  const engine = ENGINES[name];
  requireNoFaults(engine.faults(values));
  return engine.open(values);
}

/** @throws {UsageError} when there is a fault. */
export function requireNoFaults(sentences: readonly string[]): void {
  if (sentences.length > 0) throw new UsageError(sentences);
}

/** A sentence for each other store of which flags are given. Of a flag with a default nobody can tell. */
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
