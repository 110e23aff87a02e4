import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { program } from '#goalpost/cli/main.js';
import { UsageError } from '#goalpost/cli/settings.js';
import type { ProjectId } from '#goalpost/model/ids.js';
import { openSqliteStore } from '#goalpost/sqlite/sqlite-store.js';
import { DEMO_GOALS, project } from '../../support/builders.js';
import { ROOT } from '../../support/root.js';

// The command runs in this process, because a start of its own takes longer than each of these tests.

let dataDir: string;
beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
  const store = openSqliteStore(dataDir);
  await store.projects.create(project());
  for (const goal of DEMO_GOALS) await store.goals.create('p1' as ProjectId, goal);
  await store.close();
  await run(['import', '--project', 'p1', '--format', 'ndjson', path.join(ROOT, 'demo/shop.ndjson')]);
});
afterAll(() => rmSync(dataDir, { recursive: true }));

/** Runs a command, and returns what it prints. A terminal has a number of columns. */
async function run(args: readonly string[], terminal: { readonly columns?: number } = {}): Promise<string> {
  const written: string[] = [];
  const stdout = new PassThrough().on('data', (chunk: Buffer) => written.push(chunk.toString()));
  const output = { stdout: Object.assign(stdout, terminal), stderr: new PassThrough() };
  await program(output).parseAsync([...args, '--data-dir', dataDir], { from: 'user' });
  return written.join('');
}

const PERIOD = ['--start-date', '2026-01-01', '--end-date', '2026-02-28'];

const report = (...args: string[]) => run(['report', '--project', 'p1', ...PERIOD, ...args]);

describe('--filter', () => {
  it.each<[filter: string, sessions: number]>([
    ['entry_page=/plans', 2],
    ['entry_page!=/plans', 2],
    ['entry_page~PLAN', 2],
    ['source=', 2],
    ['source!=', 2],
    ['source=news.example', 1],
    ['converted=false', 0],
    ['goals=purchase', 1],
    ['conversion_types=url', 2],
    ['origin=public', 0],
    ['page=/thanks', 2],
  ])('%s', async (filter, sessions) => {
    expect(JSON.parse(await report('--filter', filter, '--json')).totals.sessions).toBe(sessions);
  });

  it('takes any of several texts for the same field', async () => {
    const filters = ['--filter', 'source=', '--filter', 'source=news.example', '--filter', 'entry_page=/'];
    expect(JSON.parse(await report(...filters, '--json')).totals.sessions).toBe(2);
  });
});

it.each<[args: string[], sentences: string[]]>([
  [
    ['--start-date', 'soon', '--goal', 'thx', '--filter', 'city=Paris'],
    [
      '--start-date must be a day like "2026-01-31"',
      '--goal: The project has no goal "thx"',
      '--filter city is not a filter; the filters are browser, ',
    ],
  ],
  [['--group-by', 'day,hour'], ['--group-by may have one of "hour", "day", "week" and "month"']],
  [['--group-by', 'city'], ['--group-by must be one of "hour", ']],
  [['--type', 'clicks'], ['--type must be one of "click", "url", "event"; got "clicks"']],
  [['--sort', 'goal'], ['--sort names the group "goal", which group_by does not have']],
  [['--limit', '0'], ['--limit must be an integer from 1 to 1000; got "0"']],
  [['--compare', 'last'], ['--compare must be previous_period, previous_year, or two dates such as ']],
  [['--compare', '2025-01-01..soon'], ['--compare must be a day like "2026-01-31"']],
  [
    ['--filter', 'Paris'],
    ['--filter must be a filter such as country=NL, country!=NL or entry_page~shoes; got "Paris"'],
  ],
  [['--filter', 'goals!=buy'], ['--filter goals must be written with "=", such as goals=order-placed']],
  [['--filter', 'origin=me'], ['--filter origin must be "public" or "trusted"; got "me"']],
  [['--filter', 'constructor=1'], ['--filter constructor is not a filter']],
  [['--group-by', 'day', '--cursor', 'x'], ['--cursor must be the next_cursor of an earlier answer']],
  [['--group-by', 'hour', '--start-date', '2025-01-01'], ['--end-date: A report by hour covers at most 92 days']],
  [['--cursor', 'x', '--csv'], ['--cursor and --csv cannot be combined: --csv prints the rows from the first']],
  [['--json', '--csv'], ['--json and --csv cannot be combined; give one of them']],
])('the flag that is wrong is named: %j', async (args, sentences) => {
  const refused = await report(...args).catch((error) => error);
  expect(refused).toBeInstanceOf(UsageError);
  expect(refused.sentences).toEqual(sentences.map((sentence) => expect.stringContaining(sentence)));
});

it('the table fits into a narrow terminal', async () => {
  const printed = await run(['report', '--project', 'p1', ...PERIOD, '--group-by', 'page'], { columns: 50 });
  expect(printed).toBe(`Shop, 2026-01-01 to 2026-02-28 (UTC)
PAGE       SESSIONS      RATE  CONVERSIONS
/plans            4   75.00 %            3
/thanks           4   50.00 %            2
/checkout         4   25.00 %            1
TOTAL             4  100.00 %            6
Some columns do not fit this terminal; --csv and --json have all of them.
`);
});
