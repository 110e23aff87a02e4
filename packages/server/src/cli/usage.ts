import { Command } from 'commander';
import { UsageError } from './settings.js';

/** A command whose usage errors lead to its own help; the commands under it are of the same kind. */
export class HelpfulCommand extends Command {
  override createCommand(name?: string): Command {
    return new HelpfulCommand(name);
  }

  /** @throws {UsageError} for whatever commander finds wrong with what was typed. */
  override error(message: string): never {
    throw new UsageError([`${oneLine(message)} (see: ${pathOf(this)} --help)`]);
  }
}

/** "error: unknown option '--prot'", and on a line of its own "(Did you mean --port?)" */
function oneLine(message: string): string {
  return message.replace(/^error: /, '').replace('\n', ' ');
}

/** "goalpost goal create" */
function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}
