import { Command } from 'commander';
import { UsageError } from './settings.js';

/** A command whose usage errors point to its own help. Its subcommands are of the same kind. */
export class HelpfulCommand extends Command {
  override createCommand(name?: string): Command {
    return new HelpfulCommand(name);
  }

  /** @throws {UsageError} for every usage error that Commander finds. */
  override error(message: string): never {
    throw new UsageError([`${oneLine(message)} (see: ${pathOf(this)} --help)`]);
  }
}

/** Commander's message is "error: unknown option '--prot'", with "(Did you mean --port?)" on a second line. */
function oneLine(message: string): string {
  return message.replace(/^error: /, '').replace('\n', ' ');
}

/** "goalpost goal create" */
function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}
