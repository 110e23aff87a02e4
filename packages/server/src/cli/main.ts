import { type Command, CommanderError } from 'commander';
import { ImportFailed } from '../collect/import/import.js';
import { NoTemporaryFile } from '../collect/lines/derived-id.js';
import { UnusableRedis } from '../live/live.js';
import { MoveRefused, MoveStopped } from '../move/move.js';
import { VERSION } from '../operations/version.js';
import { BackupFailed, RestoreRefused, StoreUnavailable, UnusableStore } from '../store/store.js';
import { DamagedData } from '../store/stored-json.js';
import { addExamples } from './command.js';
import { addAccountCommands } from './commands/account.js';
import { addAuditCommand } from './commands/audit.js';
import { addCompletionCommand } from './commands/completion.js';
import { addExportCommand } from './commands/export.js';
import { addFunnelCommand } from './commands/funnel.js';
import { addGoalCommands } from './commands/goal/goal.js';
import { addImportCommand } from './commands/import.js';
import { addMcpCommand } from './commands/mcp.js';
import { addProjectCommands } from './commands/project/project.js';
import { addReportCommand } from './commands/report.js';
import { addServeCommand } from './commands/serve.js';
import { addSessionCommands } from './commands/session.js';
import { addBackupCommand } from './commands/store/backup.js';
import { addMigrateCommand } from './commands/store/migrate.js';
import { addMoveCommand } from './commands/store/move.js';
import { addRestoreCommand } from './commands/store/restore.js';
import { addRetentionCommand } from './commands/store/retention.js';
import { addTokenCommands } from './commands/token.js';
import { type Output, printMessage, warn } from './output.js';
import { UsageError } from './settings.js';
import { HelpfulCommand } from './usage.js';

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

/** Files are created 0600 and directories 0700: nobody but the user that runs Goalpost may read them. */
const PRIVATE = 0o077;

/** Runs the command line and sets the exit code: 0 done, 1 failed, 2 wrong usage. */
export async function main(args: readonly string[]): Promise<void> {
  // The umask belongs to the process, so it also applies to all threads and to the files that SQLite creates.
  process.umask(PRIVATE);
  process.stdout.on('error', endQuietly);
  process.stderr.on('error', endQuietly);
  const output: Output = { stdout: process.stdout, stderr: process.stderr };
  try {
    await program(output).parseAsync([...args], { from: 'user' });
  } catch (error) {
    process.exitCode = report(error, output);
  }
}

/** The whole command line. */
export function program(output: Output): Command {
  const root = new HelpfulCommand('goalpost')
    .description('Conversion analytics: which of these sessions converted, on what, and how often.')
    .version(VERSION)
    .addHelpText(
      'after',
      '\nEvery flag has an environment variable: --data-dir is GOALPOST_DATA_DIR. The flag wins.\n"goalpost <command> --help" shows examples.',
    )
    .exitOverride();
  addExamples(root, [
    'goalpost project create --name Shop',
    'goalpost goal create --project ID --key thanks --name "Order placed" --type url --match equals:/thanks',
    'goalpost import --project ID --format access-log access.log.gz',
    'goalpost token create --project ID --ability conversions:read',
    'goalpost report --project ID --group-by day',
    'goalpost serve',
  ]);
  addServeCommand(root, output);
  addImportCommand(root, output);
  addExportCommand(root, output);
  addProjectCommands(root, output);
  addTokenCommands(root, output);
  addAccountCommands(root, output);
  addAuditCommand(root, output);
  addGoalCommands(root, output);
  addSessionCommands(root, output);
  addReportCommand(root, output);
  addFunnelCommand(root, output);
  addMcpCommand(root, output);
  addBackupCommand(root, output);
  addRestoreCommand(root, output);
  addRetentionCommand(root, output);
  addMigrateCommand(root, output);
  addMoveCommand(root, output);
  addCompletionCommand(root, output);
  return root;
}

function report(error: unknown, output: Output): number {
  const say = (sentence: string) => warn(output, sentence);
  if (error instanceof UsageError) {
    error.sentences.forEach(say);
    return EXIT_USAGE;
  }
  // Commander throws after it shows the help or the version: on request, or because no command was given.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
  const known = failure(error);
  say(known ?? String(error));
  if (known === null) for (const frame of framesOf(error)) printMessage(output, frame);
  return EXIT_FAILED;
}

/** A program that reads the output, such as `head`, may end before it has read everything. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
}

/** Errors whose message tells the operator what is wrong and how to fix it. */
const FOR_THE_OPERATOR = [
  UnusableStore,
  UnusableRedis,
  BackupFailed,
  RestoreRefused,
  DamagedData,
  MoveRefused,
] as const;

/** What an operator can do about an error; null for one that nobody foresaw. */
function failure(error: unknown): string | null {
  if (FOR_THE_OPERATOR.some((kind) => error instanceof kind)) return (error as Error).message;
  if (error instanceof MoveStopped) return 'the move was stopped; run it again to continue';
  if (error instanceof StoreUnavailable) {
    return `the database cannot be written right now (${error.message}); try again`;
  }
  if (error instanceof ImportFailed && error.cause instanceof StoreUnavailable) {
    return `the import was interrupted after line ${error.line} (${error.cause.message}); run it again, nothing is stored twice`;
  }
  if (error instanceof ImportFailed && error.cause instanceof NoTemporaryFile) {
    return `the import was interrupted after line ${error.line}: lines without an id are counted in a temporary file, which cannot be written (${error.cause.message}); set TMPDIR to a directory with free space and run it again, nothing is stored twice`;
  }
  return null;
}

/** Where an error was thrown, a line for each caller. */
function framesOf(error: unknown): string[] {
  return error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^ +at /.test(line)) : [];
}
