import type { Command } from 'commander';
import { storedSessions } from '../../collect/access-log/stored-sessions.js';
import { byTime } from '../../collect/import/by-time.js';
import { type Import, type ImportFormat, importEvents, type RefusedLine } from '../../collect/import/import.js';
import { addUp, type FileSummary, type ImportSummary, isAllRefused } from '../../collect/import/import-summary.js';
import { UnknownFormat } from '../../collect/import/recognize.js';
import { openSource, type Source } from '../../collect/import/source.js';
import { addCommand, json } from '../command.js';
import { type Output, printJson, printLine, printMessage, printPairs, warn } from '../output.js';
import { startProgressBar } from '../progress-bar.js';
import { findProject, projectSetting } from '../project-setting.js';
import { UsageError } from '../settings.js';
import { storeSettings, withStore } from '../store-settings.js';
import { untilStopped } from '../until-stopped.js';
import { formatOf, importFlags } from './import-flags.js';

/** Limit of refused lines of a file shown one by one. All are counted. */
const REFUSALS_SHOWN_MAX = 100;

const settings = { project: projectSetting, ...importFlags, ...storeSettings, json };

export function addImportCommand(program: Command, output: Output): void {
  addCommand(program, output, {
    name: 'import',
    argument: { name: 'file...', about: 'the files, plain or gzip, in any order; - for standard input' },
    about: 'store the events of files; importing them again stores nothing twice',
    examples: [
      'goalpost import --project ID --origin https://shop.example access.log*',
      'goalpost import --project ID --trusted-proxy 10.0.0.0/8 --exclude "^/(admin|feed)/" access.log',
      'goalpost import --project ID --log-format \'$remote_addr [$time_iso8601] "$request" $status\' access.log',
      'zcat events-*.gz | goalpost import --project ID --format ndjson -',
    ],
    settings,
    run: async (values, _output, ...files) => {
      const format = formatOf(values);
      const summaries = await withStore(values, output, async (store) => {
        const project = await findProject(store, values.project);
        const sessions = storedSessions(store, project.id);
        const task = { store: store.events, sessions, project, format };
        const inOrder = await ordered(files, format);
        return untilStopped((signal) => importFiles(output, inOrder, { ...task, signal }));
      });
      const [first] = summaries;
      if (first === undefined) return;
      const summary = files.length === 1 ? first.summary : addUp(summaries);
      if (values.json) printJson(output, summary);
      else printSummary(output, summary);
      if (summary.truncated !== null || summaries.some((each) => isAllRefused(each.summary))) process.exitCode = 1;
    },
  });
}

function ordered(files: readonly string[], format: ImportFormat): Promise<readonly string[]> | readonly string[] {
  return files.length > 1 && format.name === 'access-log' ? byTime(files, format.logFormat ?? null) : files;
}

type Task = Pick<Import, 'store' | 'sessions' | 'project' | 'format'> & { readonly signal: AbortSignal };

/** Imports one file after the other. A file of an unknown format is reported and left out; the exit status is then 1. */
async function importFiles(output: Output, files: readonly string[], task: Task): Promise<FileSummary[]> {
  const summaries: FileSummary[] = [];
  for (const file of files) {
    if (task.signal.aborted) break;
    const opened = await openSource(file);
    if (!opened.ok) throw new UsageError([opened.sentence]);
    try {
      const label = files.length > 1 ? `${file}, ` : '';
      summaries.push({ file, summary: await watched(output, opened.source, label, task) });
    } catch (error) {
      if (!(error instanceof UnknownFormat)) throw error;
      warn(output, `"${file}": ${error.message}`);
      process.exitCode = 1;
    }
  }
  return summaries;
}

/** Runs the import, with a progress bar on a terminal. Ctrl-C stops it once the lines read so far are stored. */
async function watched(output: Output, source: Source, label: string, task: Task): Promise<ImportSummary> {
  const bar = startProgressBar(output, { whole: source.bytesTotal, counted: 'lines' });
  let refusedLines = 0;
  const onRefusal = ({ line, reason }: RefusedLine) => {
    refusedLines++;
    if (refusedLines <= REFUSALS_SHOWN_MAX) bar.say(`${label}line ${line}: ${reason}`);
  };
  try {
    return await importEvents({
      ...task,
      source: source.stream,
      onRefusal,
      onProgress: ({ lines }) => bar.update(source.bytesRead(), lines),
    });
  } finally {
    bar.stop();
    source.close();
    const unshown = refusedLines - REFUSALS_SHOWN_MAX;
    if (unshown > 0) printMessage(output, `${label}and ${unshown} more refused lines`);
  }
}

function printSummary(output: Output, summary: ImportSummary): void {
  const { lines, stored, repeated, filtered, refused, format, forwarded, apart, truncated } = summary;
  printPairs(output, {
    format: format ?? 'unknown (no lines)',
    'lines read': String(lines),
    stored: String(stored),
    repeated: String(repeated),
    filtered: byReason(filtered),
    refused: byReason(refused),
  });
  if (forwarded > 0) {
    printLine(
      output,
      `${forwarded} requests came through a proxy, and the log has other addresses for them. Name the proxy with --trusted-proxy if those are the clients.`,
    );
  }
  if (apart > 0) {
    printLine(output, `${apart} sessions continue one that was stored before. They were left as they are.`);
  }
  if (truncated !== null) printLine(output, truncated);
}

/** "12 (bot 10, asset 2)" */
function byReason(counts: Readonly<Record<string, number>>): string {
  const some = Object.entries(counts).filter(([, count]) => count > 0);
  const total = some.reduce((sum, [, count]) => sum + count, 0);
  const parts = some.map(([reason, count]) => `${reason.replaceAll('_', ' ')} ${count}`);
  return parts.length > 0 ? `${total} (${parts.join(', ')})` : '0';
}
