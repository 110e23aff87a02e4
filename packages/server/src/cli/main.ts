import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { StoreUnavailable, UnusableStore } from '../store/store.js';
import { addBackupCommand } from './commands/backup.js';
import { addGoalCommands } from './commands/goal.js';
import { addImportCommand } from './commands/import.js';
import { addProjectCommands } from './commands/project.js';
import { addServeCommand } from './commands/serve.js';
import { addTokenCommands } from './commands/token.js';
import type { Output } from './output.js';
import { UsageError } from './settings.js';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

/** Runs the command line; sets the exit code: 0 done, 1 failed, 2 what was typed cannot be carried out. */
export async function main(args: readonly string[]): Promise<void> {
  const output: Output = { stdout: process.stdout, stderr: process.stderr };
  try {
    await program(output).parseAsync([...args], { from: 'user' });
  } catch (error) {
    process.exitCode = report(error, output);
  }
}

function program(output: Output): Command {
  const root = new Command('goalpost')
    .description('Conversion analytics: which of these sessions converted, on what, and how often.')
    .version(version)
    .addHelpText(
      'after',
      '\nEvery flag has an environment variable: --data-dir is GOALPOST_DATA_DIR. The flag wins.\n"goalpost help <command>" shows examples.',
    )
    .exitOverride();
  root.configureOutput({ outputError: () => {} });
  addServeCommand(root, output);
  addImportCommand(root, output);
  addProjectCommands(root, output);
  addTokenCommands(root, output);
  addGoalCommands(root, output);
  addBackupCommand(root, output);
  return root;
}

function report(error: unknown, { stderr }: Output): number {
  const say = (sentence: string) => stderr.write(`goalpost: ${sentence}\n`);
  if (error instanceof UsageError) {
    error.sentences.forEach(say);
    return EXIT_USAGE;
  }
  if (error instanceof CommanderError) {
    if (error.exitCode !== 0) say(`${error.message.replace(/^error: /, '')} (see: goalpost help)`);
    return error.exitCode === 0 ? 0 : EXIT_USAGE;
  }
  if (error instanceof UnusableStore) say(error.message);
  else if (error instanceof StoreUnavailable)
    say(`the database cannot be written right now (${error.message}); try again`);
  else say((error as Error).stack ?? String(error));
  return EXIT_FAILED;
}
