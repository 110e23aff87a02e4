import type { Command } from 'commander';
import type { ProjectId } from '../ids.js';
import type { Project } from '../projects/project.js';
import { openSqliteStore } from '../store/sqlite/sqlite-store.js';
import type { Store } from '../store/store.js';
import { requiredText, textWithDefault, toggle } from './kinds.js';
import type { Output } from './output.js';
import { addSettings, readSettings, type Settings, UsageError, type Values } from './settings.js';

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
  command.addHelpText('after', `\nExamples:\n${examples.map((example) => `  $ ${example}`).join('\n')}`);
  command.action(async (...args) => {
    await definition.run(readSettings(settings, command.opts()), output, argument ? String(args[0]) : '');
  });
}

/** Settings that more than one command has. */
export const dataDir = textWithDefault({
  flag: 'data-dir',
  value: 'dir',
  about: 'directory that holds the database; made when missing',
  default: './data',
});
export const json = toggle({ flag: 'json', about: 'print JSON, for scripts' });
export const projectId = requiredText({ flag: 'project', value: 'id', about: 'the project, by its id' });

/** Opens the store for the time of `work`. */
export async function withStore<Result>(dir: string, work: (store: Store) => Promise<Result>): Promise<Result> {
  const store = openSqliteStore(dir);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** @throws {UsageError} when there is no such project. */
export async function findProject(store: Store, id: string): Promise<Project> {
  const project = await store.projects.find(id as ProjectId);
  if (!project) {
    throw new UsageError([
      `--project must be the id of a project; there is no project ${id} (see: goalpost project list)`,
    ]);
  }
  return project;
}
