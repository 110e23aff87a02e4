import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { type CountryOf, openCountries } from '../collect/countries.js';
import { DATABASE_FILE } from '../store/sqlite/prepare.js';
import { openSqliteStore } from '../store/sqlite/sqlite-store.js';
import type { Store } from '../store/store.js';
import { textWithDefault, toggle } from './kinds.js';
import type { Output } from './output.js';
import { addSettings, readSettings, type Setting, type Settings, UsageError, type Values } from './settings.js';

/** A command: its manual, its settings, and what it does with them. */
export interface CommandDefinition<S extends Settings> {
  readonly name: string;
  /** An argument without a flag, as in `backup <file>`. */
  readonly argument?: { readonly name: string; readonly about: string };
  readonly about: string;
  /** Commands to copy, shown under the help. */
  readonly examples: readonly string[];
  readonly settings: S;
  run(values: Values<S>, output: Output, argument: string): Promise<void>;
}

export function addCommand<S extends Settings>(
  parent: Command,
  output: Output,
  definition: CommandDefinition<S>,
): void {
  const { name, argument, about, examples, settings } = definition;
  const command = parent.command(name).description(about);
  if (argument) command.argument(`<${argument.name}>`, argument.about);
  addSettings(command, settings);
  addExamples(command, examples);
  command.action(async (...args) => {
    await definition.run(readSettings(settings, command), output, argument ? String(args[0]) : '');
  });
}

/** Commands to copy, shown under the help. */
export function addExamples(command: Command, examples: readonly string[]): Command {
  return command.addHelpText('after', `\nExamples:\n${examples.map((example) => `  $ ${example}`).join('\n')}`);
}

/** Settings that more than one command has. */
export const dataDir = textWithDefault({
  flag: 'data-dir',
  value: 'dir',
  about: 'directory that holds the database',
  default: './data',
});
/** For the commands one begins with. */
export const newDataDir = { ...dataDir, about: `${dataDir.about}; made when missing` };
export const geoDatabase: Setting<CountryOf> = {
  flag: 'geo-database',
  value: 'file',
  about: "database in MaxMind's format (.mmdb) that tells the countries of addresses; read once, at the start",
  read: (file) => {
    if (file === undefined) return { ok: true, value: () => null };
    const opened = openCountries(file);
    return opened.ok ? { ok: true, value: opened.countryOf } : opened;
  },
};
export const json = toggle({ flag: 'json', about: 'print JSON, for scripts' });

/**
 * Opens the store for the time of `work`.
 *
 * @throws {UsageError} when there is none: a mistyped directory is not to pass for one without data.
 */
export async function withStore<Result>(dir: string, work: (store: Store) => Promise<Result>): Promise<Result> {
  if (!existsSync(path.join(dir, DATABASE_FILE))) {
    throw new UsageError([
      `there is no database in ${dir}; name another directory with --data-dir, or begin with "goalpost project create"`,
    ]);
  }
  return withNewStore(dir, work);
}

/** Makes the store when it is missing. */
export async function withNewStore<Result>(dir: string, work: (store: Store) => Promise<Result>): Promise<Result> {
  const store = openSqliteStore(dir);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
