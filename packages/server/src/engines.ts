import { engine as clickhouse } from './clickhouse/engine.js';
import type { Settings, Values } from './settings/setting.js';
import { engine as sqlite } from './sqlite/engine.js';

/** Engines whose tables `goalpost migrate` creates. */
export const MIGRATED_ENGINES = { clickhouse };

/** All engines by their `--store` name. A new engine needs a folder and a line here. */
export const ENGINES = { sqlite, ...MIGRATED_ENGINES };

export type EngineName = keyof typeof ENGINES;
export const ENGINE_NAMES = Object.keys(ENGINES) as readonly EngineName[];
/** The engine that is used without `--store`. */
export const ENGINE_DEFAULT: EngineName = 'sqlite';

/** The merged settings of all these engines. */
export function settingsOf<E extends Readonly<Record<string, { readonly settings: Settings }>>>(
  engines: E,
): AllOf<E[keyof E]['settings']> {
  return Object.assign({}, ...Object.values(engines).map(({ settings }) => settings));
}

/** Turns `A | B` into `A & B`. */
type AllOf<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

export type EngineValues = Values<AllOf<(typeof ENGINES)[EngineName]['settings']>>;
