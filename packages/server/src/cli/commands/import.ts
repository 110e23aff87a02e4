import type { Command } from 'commander';
import type { TextTest } from '../../collect/access-log/access-log.js';
import { parseHttpUrl } from '../../collect/event/http-url.js';
import { type Import, type ImportFormat, importEvents, type RefusedLine } from '../../collect/import/import.js';
import type { ImportSummary } from '../../collect/import/import-summary.js';
import { openSource, type Source } from '../../collect/import/source.js';
import { acceptTextRule } from '../../matching/text-rule.js';
import { choice, isOrigin, ORIGIN_EXPECTED, optional, toggle } from '../../settings/kinds.js';
import type { Setting, Values } from '../../settings/setting.js';
import { addCommand, geoDatabase, json } from '../command.js';
import { type Output, printJson, printLine, printMessage, printPairs } from '../output.js';
import { startProgressBar } from '../progress-bar.js';
import { findProject, projectSetting } from '../project-setting.js';
import { UsageError } from '../settings.js';
import { storeSettings, withStore } from '../store-settings.js';
import { untilStopped } from '../until-stopped.js';

/** Limit of refused lines shown one by one. All are counted. */
const REFUSALS_SHOWN_MAX = 100;

function pattern(flag: string, about: string): Setting<TextTest | null> {
  return optional({
    flag,
    value: 'regex',
    about,
    read: (given) => {
      const compiled = acceptTextRule({ match: 'regex', pattern: given! });
      return compiled.ok ? { ok: true, value: compiled.test } : { ok: false, expected: compiled.reason };
    },
  });
}

const settings = {
  project: projectSetting,
  format: choice({ flag: 'format', about: 'format of the file' }, ['ndjson', 'access-log']),
  includeBots: toggle({ flag: 'include-bots', about: 'store the events of bots too' }),
  pagePattern: pattern('page-pattern', 'for access-log: only matching paths are pages, whatever their extension (RE2)'),
  exclude: pattern('exclude', 'for access-log: leave out matching paths; the query is part of the path (RE2)'),
  origin: optional({
    flag: 'origin',
    value: 'origin',
    about: 'for access-log: origin of the site, such as https://shop.example; completes the paths in the log to URLs',
    read: (given) => (isSite(given!) ? { ok: true, value: given! } : { ok: false, expected: ORIGIN_EXPECTED }),
  }),
  geoDatabase: {
    ...geoDatabase,
    about: "for access-log: database in MaxMind's format (.mmdb) that maps addresses to countries",
  },
  ...storeSettings,
  json,
};

export function addImportCommand(program: Command, output: Output): void {
  addCommand(program, output, {
    name: 'import',
    argument: { name: 'file', about: 'the file, plain or gzip; - for standard input' },
    about: 'store the events of a file; importing it again stores nothing twice',
    examples: [
      'goalpost import --project ID --format access-log --origin https://shop.example access.log.gz',
      'goalpost import --project ID --format access-log --exclude "^/(admin|feed)/" access.log',
      'zcat events-*.gz | goalpost import --project ID --format ndjson -',
    ],
    settings,
    run: async (values, _output, file) => {
      const format = formatOf(values);
      const summary = await withStore(values, output, async (store) => {
        const project = await findProject(store, values.project);
        const opened = await openSource(file);
        if (!opened.ok) throw new UsageError([opened.sentence]);
        return watched(output, opened.source, { store: store.events, project, format });
      });
      if (values.json) printJson(output, summary);
      else printSummary(output, summary);
      if (summary.truncated !== null) process.exitCode = 1;
    },
  });
}

/** @throws {UsageError} for flags of the other format, which would have no effect. */
function formatOf(values: Values<typeof settings>): ImportFormat {
  const { format, includeBots, pagePattern, exclude, origin, geoDatabase: countryOf } = values;
  if (format === 'access-log') {
    return { name: format, includeBots, pagePattern, exclude, countryOf, ...(origin !== null && { origin }) };
  }
  const given = { 'page-pattern': pagePattern, exclude, origin };
  const stray = Object.entries(given).flatMap(([flag, value]) => (value === null ? [] : [flag]));
  if (stray.length === 0) return { name: format, includeBots };
  throw new UsageError(stray.map((flag) => `--${flag} is for format access-log; this import is of format ${format}`));
}

function isSite(text: string): boolean {
  return parseHttpUrl(text) !== null && isOrigin(text);
}

/** Runs the import, with a progress bar on a terminal. Ctrl-C stops it once the lines read so far are stored. */
async function watched(
  output: Output,
  source: Source,
  task: Pick<Import, 'store' | 'project' | 'format'>,
): Promise<ImportSummary> {
  const bar = startProgressBar(output, { whole: source.bytesTotal, counted: 'lines' });
  let refusedLines = 0;
  const onRefusal = ({ line, reason }: RefusedLine) => {
    refusedLines++;
    if (refusedLines <= REFUSALS_SHOWN_MAX) bar.say(`line ${line}: ${reason}`);
  };
  try {
    return await untilStopped((signal) =>
      importEvents({
        ...task,
        source: source.stream,
        onRefusal,
        onProgress: ({ lines }) => bar.update(source.bytesRead(), lines),
        signal,
      }),
    );
  } finally {
    bar.stop();
    source.close();
    const unshown = refusedLines - REFUSALS_SHOWN_MAX;
    if (unshown > 0) printMessage(output, `and ${unshown} more refused lines`);
  }
}

function printSummary(output: Output, summary: ImportSummary): void {
  const { lines, stored, repeated, filtered, refused, truncated } = summary;
  printPairs(output, {
    'lines read': String(lines),
    stored: String(stored),
    repeated: String(repeated),
    filtered: byReason(filtered),
    refused: byReason(refused),
  });
  if (truncated !== null) printLine(output, truncated);
}

/** "12 (bot 10, asset 2)" */
function byReason(counts: Readonly<Record<string, number>>): string {
  const some = Object.entries(counts).filter(([, count]) => count > 0);
  const total = some.reduce((sum, [, count]) => sum + count, 0);
  const parts = some.map(([reason, count]) => `${reason.replaceAll('_', ' ')} ${count}`);
  return parts.length > 0 ? `${total} (${parts.join(', ')})` : '0';
}
