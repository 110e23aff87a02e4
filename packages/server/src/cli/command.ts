import type { Command } from 'commander';
import { type CountryOf, openCountries } from '../collect/client/countries.js';
import { integer, optional, toggle } from '../settings/kinds.js';
import type { Setting, Settings, Values } from '../settings/setting.js';
import { type Output, warn } from './output.js';
import { addSettings, readSettings, requireNoFaults } from './settings.js';
import { strayFlags } from './stray-flags.js';

/** A command: its help, its settings, and the code that runs it. */
export interface CommandDefinition<S extends Settings> {
  readonly name: string;
  /** An argument without a flag, as in `backup <file>`; a name that ends in "..." may be given several times. */
  readonly argument?: { readonly name: string; readonly about: string; readonly optional?: true };
  readonly about: string;
  /** Commands to copy, shown under the help. */
  readonly examples: readonly string[];
  readonly settings: S;
  /** `argument` is empty when there is none. */
  run(values: Values<S>, output: Output, ...args: [argument: string, ...more: string[]]): Promise<void>;
}

export function addCommand<S extends Settings>(
  parent: Command,
  output: Output,
  definition: CommandDefinition<S>,
): void {
  const { name, argument, about, examples, settings } = definition;
  const command = parent.command(name).description(about);
  if (argument) command.argument(argument.optional ? `[${argument.name}]` : `<${argument.name}>`, argument.about);
  addSettings(command, settings);
  addExamples(command, examples);
  command.action(async (...args) => {
    const { values, typed, warnings } = readSettings(settings, command);
    requireNoFaults(strayFlags(values, typed));
    for (const sentence of warnings) warn(output, sentence);
    const given = argument ? [args[0] ?? []].flat().map(String) : [];
    await definition.run(values, output, given[0] ?? '', ...given.slice(1));
  });
}

/** Shows commands to copy under the help. */
export function addExamples(command: Command, examples: readonly string[]): Command {
  return command.addHelpText('after', `\nExamples:\n${examples.map((example) => `  $ ${example}`).join('\n')}`);
}

/** Shared by several commands. */
export const geoDatabase: Setting<CountryOf> = {
  flag: 'geo-database',
  value: 'file',
  about: "database in MaxMind's format (.mmdb) that maps addresses to countries; read once, at the start",
  read: (file) => {
    if (file === undefined) return { ok: true, value: () => null };
    const opened = openCountries(file);
    return opened.ok ? { ok: true, value: opened.countryOf } : opened;
  },
};
export const retentionDays = optional(
  integer(
    { flag: 'retention-days', about: 'the server erases sessions older than this (default: it keeps them forever)' },
    1,
    36_500,
  ),
);
export const json = toggle({ flag: 'json', about: 'print JSON, for scripts' });
