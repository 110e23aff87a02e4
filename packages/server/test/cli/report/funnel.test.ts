import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { issueSecret } from '#goalpost/access/secret.js';
import { BASE_PATH, buildApp } from '#goalpost/app.js';
import { program } from '#goalpost/cli/main.js';
import { durationText } from '#goalpost/cli/report/figure-text.js';
import { UsageError } from '#goalpost/cli/settings.js';
import type { ProjectId } from '#goalpost/model/ids.js';
import { openSqliteStore } from '#goalpost/sqlite/sqlite-store.js';
import { DEMO_GOALS, project, token } from '../../support/builders.js';
import { ROOT } from '../../support/root.js';

// The command runs in this process, because a start of its own takes longer than each of these tests.

let dataDir: string;
beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
  const store = openSqliteStore(dataDir);
  await store.projects.create(project());
  for (const goal of DEMO_GOALS) await store.goals.create('p1' as ProjectId, { ...goal, name: `Goal ${goal.key}` });
  await store.close();
  await run(['import', '--project', 'p1', '--format', 'ndjson', path.join(ROOT, 'demo/shop.ndjson')]);
});
afterAll(() => rmSync(dataDir, { recursive: true }));

/** Runs a command, and returns what it prints. */
async function run(args: readonly string[]): Promise<string> {
  const written: string[] = [];
  const stdout = new PassThrough().on('data', (chunk: Buffer) => written.push(chunk.toString()));
  await program({ stdout, stderr: new PassThrough() }).parseAsync([...args, '--data-dir', dataDir], { from: 'user' });
  return written.join('');
}

const PERIOD = ['--start-date', '2026-01-01', '--end-date', '2026-02-28'];
const funnel = (...args: string[]) => run(['funnel', '--project', 'p1', ...PERIOD, ...args]);

it('shows a bar for each step', async () => {
  expect(await funnel('--step', 'url:prefix:/', '--step', 'buy', '--step', 'thanks')).toBe(
    `Shop, 2026-01-01 to 2026-02-28 (UTC): 4 sessions
STEP          SESSIONS  OF FIRST  OF PREVIOUS  MEDIAN  90 %
url:prefix:/         4  100.00 %            -       -     -  ████████████████████████████████████████
Goal buy             3   75.00 %      75.00 %    1:09  1:37  ██████████████████████████████
Goal thanks          1   25.00 %      33.33 %    2:22  2:22  ██████████
`,
  );
});

it('shows each group, and what has changed', async () => {
  const args = ['--step', 'buy', '--step', 'event:purchase', '--group-by', 'source', '--start-date', '2026-01-11'];
  expect(await funnel(...args, '--compare', '2025-12-01..2026-01-10')).toBe(
    `Shop, 2026-01-11 to 2026-02-28 (UTC), compared with 2025-12-01 to 2026-01-10: 3 sessions
SOURCE          STEP            SESSIONS       +/-  OF FIRST      +/-  OF PREVIOUS  MEDIAN  90 %
search.example  Goal buy               1       new  100.00 %        -            -       -     -  ████████████████████████████████████████
                event:purchase         0         =    0.00 %        -       0.00 %       -     -
(not known)     Goal buy               1       new  100.00 %        -            -       -     -  ████████████████████████████████████████
                event:purchase         0         =    0.00 %        -       0.00 %       -     -
news.example    Goal buy               0  -100.0 %         -        -            -       -     -
                event:purchase         0  -100.0 %         -        -            -       -     -
TOTAL           Goal buy               2  +100.0 %  100.00 %        =            -       -     -  ████████████████████████████████████████
                event:purchase         0  -100.0 %    0.00 %  -100.00       0.00 %       -     -
`,
  );
});

it('prints the data and the CSV of the endpoint', async () => {
  const args = [
    ...['--step', 'click:a.buy, b', '--step', 'thanks', '--order', 'eventually', '--within', '600'],
    ...['--group-by', 'entry_page', '--filter', 'entry_page~/', '--compare', 'previous_year', '--limit', '2'],
  ];
  const printed = [await funnel(...args, '--json'), await funnel(...args, '--csv')];
  const store = openSqliteStore(dataDir);
  const { id, secretHash, bearerToken } = issueSecret();
  await store.tokens.create(token({ id, secretHash, abilities: ['reports:read'] }));
  const app = await buildApp({ store });
  const ask = async (accept: string) =>
    app.inject({
      method: 'POST',
      url: `${BASE_PATH}/reports/funnel`,
      headers: { authorization: `Bearer ${bearerToken}`, accept },
      payload: {
        steps: [{ name: 'click:a.buy, b', type: 'click', rule: { selector: 'a.buy, b' } }, { goal: 'thanks' }],
        order: 'eventually',
        within_seconds: 600,
        start_date: '2026-01-01',
        end_date: '2026-02-28',
        group_by: 'entry_page',
        filters: { entry_page: { contains: ['/'] } },
        compare: 'previous_year',
        limit: 2,
      },
    });
  const json = await ask('application/json');
  expect(JSON.parse(printed[0]!)).toEqual(json.json().data);
  expect(json.json().data.rows).toHaveLength(2);
  expect(printed[1]).toBe((await ask('text/csv')).body);
  await app.close();
  await store.close();
});

it.each<[args: string[], sentences: string[]]>([
  [[], ['--step must be a list of 2 to 10 steps; got a list of 0']],
  [['--step', 'buy', '--step', 'thx'], ['--step: The project has no goal "thx"']],
  [
    ['--step', 'buy', '--step', 'url:/thanks'],
    [
      '--step must be the key of a goal, or a rule: url:prefix:/cart, click: and a CSS selector, or event: and the name',
    ],
  ],
  [['--step', 'buy', '--step', 'click:'], ['--step must be']],
  [['--step', 'buy', '--step', 'buy', '--within', '0'], ['--within must be an integer from 1 to 31622400']],
  [['--step', 'buy', '--step', 'buy', '--group-by', 'day'], ['--group-by must be one of browser, device, ']],
  [['--step', 'buy', '--step', 'buy', '--json', '--csv'], ['--json and --csv cannot be combined']],
])('the flag that is wrong is named: %j', async (args, sentences) => {
  const refused = await funnel(...args).catch((error) => error);
  expect(refused).toBeInstanceOf(UsageError);
  expect(refused.sentences).toEqual(sentences.map((sentence) => expect.stringContaining(sentence)));
});

it.each<[number | null, string]>([
  [null, '-'],
  [0.04, '0 s'],
  [59.99, '59.9 s'],
  [60, '1:00'],
  [3599.9, '59:59'],
  [36_061, '10:01:01'],
])('a time of %s s is "%s"', (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});

it('shows a saved funnel by its key, with what the flags say in place of its own', async () => {
  const store = openSqliteStore(dataDir);
  const steps = [{ name: 'url:prefix:/', type: 'url', rule: { match: 'prefix', pattern: '/' } }, { goal: 'buy' }];
  const body = { name: 'Buying', steps, order: 'eventually', group_by: 'device' };
  await store.documents.put({ kind: 'funnel', owner: 'p1' as ProjectId, id: 'buying' }, null, body);
  await store.close();
  const asked = ['--step', 'url:prefix:/', '--step', 'buy', '--group-by', 'device'];
  expect(await funnel('buying')).toBe(await funnel(...asked));
  expect(await funnel('buying', '--within', '1', '--json')).toContain('"sessions":0');
  await expect(funnel('missing')).rejects.toThrow(
    'the key must name a saved funnel; the project has no funnel "missing"',
  );
  await expect(funnel('buying', ...asked)).rejects.toThrow('the key goes without steps');
});
