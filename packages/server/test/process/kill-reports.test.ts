import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import { urlGoal } from '../support/builders.js';
import { it, type RunningServer } from '../support/operator.js';
import { importOver } from '../support/requests.js';
import { seeded } from '../support/seeded.js';
import { rowsIn, valueIn } from '../support/sqlite.js';

const DAY = 86_400_000;
const DAYS = 8;
const SESSIONS = 60;
const ROUNDS = 5;
/** The longest time from a server's first answer of the round until it is killed, in ms. */
const KILLED_WITHIN_MS = 400;

/** An event of any session and any day, so that sessions change, and begin earlier than was known. */
function randomEvent(random: () => number): string {
  const session = Math.floor(random() * SESSIONS);
  const day = Math.min(DAYS - 1, Math.max(0, (session % DAYS) + Math.floor(random() * 3) - 1));
  return JSON.stringify({
    session_id: `s${session}`,
    id: `e${Math.floor(random() * 1e9)}`,
    type: 'visit',
    at: new Date(Date.UTC(2026, 0, 3) + day * DAY + Math.floor(random() * DAY)).toISOString(),
    url: `https://shop.example${random() < 0.4 ? '/thanks' : '/'}?utm_source=u${session % 5}`,
  });
}

interface Row {
  readonly group: object;
  readonly sessions: number;
  readonly converted_sessions: number;
  readonly conversions: number;
}

/** What a report says by day and by source, as rows of text, sessions, converted sessions and conversions. */
async function reported({ api }: RunningServer, token: string) {
  const answer = await fetch(`${api}/reports/conversions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      start_date: '2026-01-03',
      end_date: '2026-01-10',
      queries: [
        { group_by: ['day'], sort: 'day' },
        { group_by: ['utm_source'], sort: 'utm_source' },
      ],
    }),
  });
  const { data } = (await answer.json()) as { data: { queries: { rows: Row[] }[] } };
  return data.queries.map(({ rows }) =>
    rows.map(({ group, sessions, converted_sessions, conversions }) => [
      Object.values(group)[0],
      sessions,
      converted_sessions,
      conversions,
    ]),
  );
}

/** The same, counted from the rows. */
function counted(file: string) {
  const utc = (column: string) => `strftime('%Y-%m-%d', ${column} / 1000, 'unixepoch')`;
  const converted = 'EXISTS (SELECT 1 FROM conversions c WHERE c.session_id = s.session_id)';
  const byDay = `SELECT day, (SELECT count(*) FROM sessions s WHERE ${utc('s.started_at')} = day),
      (SELECT count(*) FROM sessions s WHERE ${utc('s.started_at')} = day AND ${converted}),
      (SELECT count(*) FROM conversions WHERE ${utc('occurred_at')} = day)
    FROM (SELECT '2026-01-' || substr('0' || value, -2) AS day FROM json_each('[3,4,5,6,7,8,9,10]')) ORDER BY day`;
  const bySource = `SELECT utm_source, count(*), sum(${converted}),
      sum((SELECT count(*) FROM conversions c WHERE c.session_id = s.session_id))
    FROM sessions s GROUP BY utm_source ORDER BY utm_source`;
  return [rowsIn(file, byDay), rowsIn(file, bySource)];
}

it('whenever a server is killed, its reports have the figures of the rows', async ({ operator }) => {
  const random = seeded(20_261_128);
  const token = await operator.openShop(urlGoal('/thanks', { key: 'thanks' }));
  const file = path.join(operator.dataDir, 'goalpost.db');
  const seen = { kept: 0, changed: 0 };

  const expectFigures = async (server: RunningServer) => {
    const before = counted(file);
    expect(await reported(server, token)).toEqual(before);
    seen.kept += Number(valueIn(file, 'SELECT count(*) FROM report_days WHERE first_at IS NOT NULL'));
    seen.changed += Number(valueIn(file, 'SELECT count(*) FROM report_changes'));
  };
  const send = async (server: RunningServer, onAnswer: () => void) => {
    for (;;) {
      const lines = Array.from({ length: 1 + Math.floor(random() * 5) }, () => randomEvent(random));
      if ((await importOver(server, token, lines.join('\n')).catch(() => null)) === null) return;
      onAnswer();
    }
  };

  for (let round = 0; round < ROUNDS; round++) {
    const server = await operator.serve();
    if (round > 0) await expectFigures(server);
    let answered = () => {};
    const firstAnswer = new Promise<void>((resolve) => {
      answered = resolve;
    });
    const clients = [send(server, answered), send(server, answered)];
    await Promise.race([firstAnswer, ...clients]);
    await setTimeout(random() * KILLED_WITHIN_MS);
    server.process.kill('SIGKILL');
    await Promise.all(clients);
  }

  const server = await operator.serve();
  await expectFigures(server);
  await expect.poll(() => valueIn(file, 'SELECT count(*) FROM report_changes'), { timeout: 60_000 }).toBe(0);
  await expectFigures(server);
  expect(valueIn(file, 'PRAGMA integrity_check')).toBe('ok');
  expect(Math.min(seen.kept, seen.changed)).toBeGreaterThan(0);
});
