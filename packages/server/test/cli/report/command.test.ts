import { describe, expect } from 'vitest';
import { openDemoShop } from '../../support/demo-shop.js';
import { it, type Operator } from '../../support/operator.js';

const PERIOD = ['--start-date', '2026-01-01', '--end-date', '2026-02-28'];

const report = (operator: Operator, ...args: string[]) => operator.goalpost('report', '--project', 'p1', ...args);

/** Imports events of these sessions, each of them at its time and address. */
async function importVisits(operator: Operator, visits: readonly { id: string; at: string; url: string }[]) {
  const lines = visits.map(({ id, at, url }) => JSON.stringify({ session_id: id, id: 'e1', type: 'visit', at, url }));
  const args = ['import', '--project', 'p1', '--format', 'ndjson', '-'];
  const { code } = await operator.startGoalpost(args, { input: lines.join('\n') }).ended;
  expect(code).toBe(0);
}

describe.concurrent('goalpost report', () => {
  it('shows the totals, and a bar for each time', async ({ operator }) => {
    await openDemoShop(operator);
    const totals = await report(operator, ...PERIOD);
    expect(totals).toEqual({
      code: 0,
      stderr: '',
      stdout: `Shop, 2026-01-01 to 2026-02-28 (UTC)
       SESSIONS  CONVERTED      RATE  VALUE EUR  CONVERSIONS
TOTAL         4          4  100.00 %      49.00            6
`,
    });
    const weeks = await report(operator, ...PERIOD, '--end-date', '2026-02-04', '--group-by', 'week');
    expect(weeks.stdout).toBe(`Shop, 2026-01-01 to 2026-02-04 (UTC)
WEEK        SESSIONS  CONVERTED      RATE  VALUE EUR  CONVERSIONS
2025-12-29         1          1  100.00 %      49.00            3  ████████████████████████████████████████
2026-01-05         0          0         -          -            0
2026-01-12         1          1  100.00 %          -            1  █████████████▍
2026-01-19         0          0         -          -            0
2026-01-26         1          1  100.00 %          -            1  █████████████▍
2026-02-02         1          1  100.00 %          -            1  █████████████▍
TOTAL              4          4  100.00 %      49.00            6
`);
  });

  it('shows what has changed since an earlier period', async ({ operator }) => {
    await openDemoShop(operator);
    const { stdout } = await report(
      operator,
      ...['--start-date', '2026-01-11', '--end-date', '2026-02-28', '--compare', '2025-12-01..2026-01-10'],
      ...['--group-by', 'source'],
    );
    expect(stdout).toBe(`Shop, 2026-01-11 to 2026-02-28 (UTC), compared with 2025-12-01 to 2026-01-10
SOURCE          SESSIONS       +/-  CONVERTED       +/-      RATE  +/-  VALUE EUR       +/-  CONVERSIONS       +/-
(not known)            2       new          2       new  100.00 %    -          -         =            2       new
search.example         1       new          1       new  100.00 %    -          -         =            1       new
news.example           0  -100.0 %          0  -100.0 %         -    -          -  -100.0 %            0  -100.0 %
TOTAL                  3  +200.0 %          3  +200.0 %  100.00 %    =          -  -100.0 %            3         =
`);
  });

  it('prints the data of the endpoint with --json', async ({ operator }) => {
    const token = await openDemoShop(operator);
    const { stdout } = await report(
      operator,
      ...[...PERIOD, '--group-by', 'source,goal', '--goal', 'buy', '--goal', 'purchase', '--type', 'click,event'],
      ...['--origin', 'trusted', '--filter', 'entry_page~/', '--filter', 'source!=', '--filter', 'source!=x'],
      ...['--compare', 'previous_year', '--sort', '-sessions', '--limit', '1', '--json'],
    );
    const { api } = await operator.serve();
    const answer = await fetch(`${api}/reports/conversions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        start_date: '2026-01-01',
        end_date: '2026-02-28',
        group_by: ['source', 'goal'],
        goals: ['buy', 'purchase'],
        conversion_types: ['click', 'event'],
        origin: 'trusted',
        filters: { entry_page: { contains: ['/'] }, source: { is_not: [null, 'x'] } },
        compare: 'previous_year',
        sort: '-sessions',
        limit: 1,
      }),
    });
    expect(stdout).toBe(`${(await answer.text()).replace(/^\{"error":false,"data":(.*)\}$/s, '$1')}\n`);
    const { rows, next_cursor } = JSON.parse(stdout);
    expect(rows).toHaveLength(1);
    const next = await report(
      operator,
      ...[...PERIOD, '--group-by', 'source,goal', '--sort', '-sessions', '--cursor', next_cursor, '--json'],
    );
    expect(JSON.parse(next.stdout).rows.length).toBeGreaterThan(0);
  });

  it('prints the CSV of the endpoint with --csv, or as many rows as were asked for', async ({ operator }) => {
    const token = await operator.openShop();
    const at = '2026-01-03T10:00:00Z';
    const sources = ['=1+1', '-5', '"x", y', 'mail', ...Array.from({ length: 1100 }, (_, index) => `s${index}`)];
    await importVisits(
      operator,
      sources.map((source, index) => ({ id: `${index}`, at, url: `/?utm_source=${encodeURIComponent(source)}` })),
    );
    const args = [...PERIOD, '--group-by', 'utm_source', '--sort', 'utm_source', '--compare', 'previous_period'];
    const { stdout } = await report(operator, ...args, '--csv');
    const { api } = await operator.serve();
    const answer = await fetch(`${api}/reports/conversions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'text/csv' },
      body: JSON.stringify({
        start_date: '2026-01-01',
        end_date: '2026-02-28',
        group_by: ['utm_source'],
        sort: 'utm_source',
        compare: 'previous_period',
      }),
    });
    expect(stdout).toBe(await answer.text());
    const lines = stdout.split('\r\n');
    expect(lines).toHaveLength(1106);
    expect(lines).toContain("'=1+1,1,0,0,0,0,0,,0");
    const some = await report(operator, ...args, '--csv', '--limit', '10');
    expect(some.stdout.split('\r\n')).toEqual([...lines.slice(0, 11), '']);
    const table = (await report(operator, ...args)).stdout.trimEnd().split('\n');
    expect(table.at(-1)).toBe('There are more rows: --limit shows up to 1000, --csv has all of them.');
  });

  it('escapes control characters of visitors in the table and in CSV', async ({ operator }) => {
    await operator.openShop();
    const url = `/?utm_source=${encodeURIComponent('mail\u001b[31m\u202e')}`;
    await importVisits(operator, [{ id: '1', at: '2026-01-03T10:00:00Z', url }]);
    for (const form of [[], ['--csv']]) {
      const { stdout } = await report(operator, ...PERIOD, '--group-by', 'utm_source', ...form);
      expect(stdout).toMatch(/^mail\\u001b\[31m\\u202e/m);
    }
  });

  it('without dates, is about the last 30 days', async ({ operator }) => {
    await operator.openShop();
    const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
    await importVisits(operator, [
      { id: '1', at: ago(0), url: '/' },
      { id: '2', at: ago(28), url: '/' },
      { id: '3', at: ago(31), url: '/' },
    ]);
    const { stdout } = await report(operator, '--json');
    expect(JSON.parse(stdout).totals.sessions).toBe(2);
  });

  it('says what is no longer kept', async ({ operator }) => {
    await operator.openShop();
    const { stdout } = await report(operator, ...PERIOD, '--retention-days', '1');
    expect(stdout).toMatch(/\nSessions from before \S+Z are no longer kept\.\n$/);
    expect((await report(operator, ...PERIOD, '--retention-days', '36500')).stdout).not.toContain('kept');
  });

  it('says that it may be slow while many days are not prepared', async ({ operator }) => {
    await operator.openShop();
    const days = Array.from({ length: 12 }, (_, day) => `2026-01-${10 + day}`);
    await importVisits(
      operator,
      days.map((day) => ({ id: day, at: `${day}T10:00:00Z`, url: 'https://shop.example/' })),
    );
    const { stdout, stderr } = await report(operator, ...PERIOD);
    expect(stderr).toBe(
      '0 of 12 days are prepared for reports. A running server prepares the others; until then reports are slower.\n',
    );
    expect(stdout).toContain('TOTAL        12');
  });
});
