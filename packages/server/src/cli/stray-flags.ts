import { ENGINE_NAMES, ENGINES } from '../engines.js';
import type { Settings } from '../settings/setting.js';

/**
 * A sentence for each store whose flags were typed although `--store` chooses another one: they would have no effect, so
 * `--store` was probably forgotten. In the environment they do no harm, since it is shared by all commands. Flags with a
 * default are allowed.
 */
export function strayFlags(values: Readonly<Record<string, unknown>>, typed: ReadonlySet<string>): string[] {
  if (values.store === undefined) return [];
  return ENGINE_NAMES.filter((name) => name !== values.store).flatMap((name) => {
    const settings: Settings = ENGINES[name].settings;
    const flags = Object.entries(settings).filter(([, setting]) => setting.default === undefined);
    if (!flags.some(([field]) => typed.has(field))) return [];
    return [`${flags.map(([, { flag }]) => `--${flag}`).join(' and ')} are for --store ${name}`];
  });
}
