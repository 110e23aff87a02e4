import path from 'node:path';
import { isbot } from 'isbot';
import { expect } from 'vitest';
import { REAL_ACCESS_LOG, readRealAccessLog } from '../collect/access-log/real-access-log.js';
import { goal, urlGoal } from '../support/builders.js';
import { it, type RunningServer } from '../support/operator.js';
import { conversions, sessionsOver } from '../support/requests.js';
import { rowsIn } from '../support/sqlite.js';

// Imports a real site's log with the command, reads its conversions over HTTP, and compares them with counts that this
// file computes on its own, without our parser, sessions or matching.

const PREFIX = { match: 'prefix', on: 'path' } as const;

const GOALS = [
  { key: 'projects', definition: urlGoal('/projects/', { key: 'projects' }), holds: /^\/projects\//, once: false },
  {
    key: 'xdotool',
    definition: goal(
      { type: 'url', rule: { match: 'equals', pattern: '/projects/xdotool/', on: 'path' } },
      { key: 'xdotool' },
    ),
    holds: /^\/projects\/xdotool\/$/,
    once: false,
  },
  {
    key: 'blog',
    definition: goal({ type: 'url', rule: { ...PREFIX, pattern: '/blog/' } }, { key: 'blog', count: 'once' }),
    holds: /^\/blog\//,
    once: true,
  },
  {
    key: 'articles',
    definition: goal(
      { type: 'url', rule: { match: 'glob', pattern: '/blog/**/*.html', on: 'path' } },
      { key: 'articles' },
    ),
    holds: /^\/blog\/.*\/[^/]*\.html$/,
    once: false,
  },
];

/** Paths of the pages in each session. */
function sessionsOf(log: string): string[][] {
  const open = new Map<string, { newest: number; paths: string[] }>();
  const sessions: string[][] = [];
  for (const line of log.split('\n')) {
    const [, address, time, method, target, status, agent] =
      /^(\S+) \S+ \S+ \[(.+?)\] "(\S+) (\S+) [^"]*" (\d+) \S+ "[^"]*" "([^"]*)"$/.exec(line) ?? [];
    if (method !== 'GET' || !/^(2..|304)$/.test(status!)) continue;
    const page = target!.replace(/[?#].*/, '');
    if (ASSET.test(page) || (agent !== '-' && isbot(agent))) continue;
    const at = Date.parse(time!.replace(/^(\d+)\/(\w+)\/(\d+):(.*) (.*)$/, '$1 $2 $3 $4 $5'));
    const visitor = `${address} ${agent}`;
    let session = open.get(visitor);
    if (session === undefined || at - session.newest > 30 * 60_000) {
      session = { newest: at, paths: [] };
      open.set(visitor, session);
      sessions.push(session.paths);
    }
    session.newest = Math.max(session.newest, at);
    session.paths.push(page);
  }
  return sessions;
}

/** The requests in this log that are not pages. */
const ASSET = /\.(png|css|ico|jpe?g|gif|svg|js|xsl|txt|xml|jar|ttf|woff|pdf|doc|exe|gz|deb|swf)$/i;

const descending = (counts: number[]) => counts.filter((count) => count > 0).sort((a, b) => b - a);

const SESSIONS_PER_REQUEST = 1000;

/** The number of conversions of one goal in each session, highest first. */
async function servedCounts(server: RunningServer, token: string, ids: string[], key: string): Promise<number[]> {
  const perSession = new Map<string, number>();
  for (let from = 0; from < ids.length; from += SESSIONS_PER_REQUEST) {
    const { data } = await conversions(server, token, { session_ids: ids.slice(from, from + SESSIONS_PER_REQUEST) });
    for (const id of data) {
      const [session, type, goalKey] = id.split(':');
      expect(type).toBe('url');
      if (goalKey === key) perSession.set(session!, (perSession.get(session!) ?? 0) + 1);
    }
  }
  return descending([...perSession.values()]);
}

it('a real log imported with the command gives the right conversions over HTTP', async ({ operator }) => {
  // Two goals exist before the import, and two are created after it.
  const token = await operator.openShop(...GOALS.slice(0, 2).map(({ definition }) => definition));
  const flags = ['--project', 'p1', '--format', 'access-log', '--json'];
  const importLog = () => operator.goalpost('import', ...flags, REAL_ACCESS_LOG);
  const sessions = sessionsOf(readRealAccessLog().toString('latin1'));
  const visits = sessions.flat().length;
  expect(JSON.parse((await importLog()).stdout)).toMatchObject({ lines: 10_000, stored: visits, repeated: 0 });

  const create = ['goal', 'create', '--project', 'p1', '--name', 'Blog', '--type', 'url'];
  await operator.goalpost(...create, '--key', 'blog', '--match', 'prefix:/blog/', '--count', 'once');
  await operator.goalpost(...create, '--key', 'articles', '--match', 'glob:/blog/**/*.html');

  const file = path.join(operator.dataDir, 'goalpost.db');
  const ids = rowsIn(file, 'SELECT session_id FROM sessions').map(([id]) => id as string);
  expect(ids).toHaveLength(sessions.length);

  const server = await operator.serve();
  const expectSame = async () => {
    for (const { key, holds, once } of GOALS) {
      const counts = sessions.map((paths) => paths.filter((page) => holds.test(page)).length);
      const expected = descending(counts.map((count) => (once ? Math.min(count, 1) : count)));
      expect(expected.length).toBeGreaterThan(50);
      expect({ key, counts: await servedCounts(server, token, ids, key) }).toEqual({ key, counts: expected });
    }
  };
  await expectSame();
  expect(JSON.parse((await importLog()).stdout)).toMatchObject({ stored: 0, repeated: visits });
  await expectSame();
});

it('with an origin, the site itself is never a source, and nothing is stored twice', async ({ operator }) => {
  const token = await operator.openShop();
  const log = ['--project', 'p1', '--format', 'access-log', '--json', REAL_ACCESS_LOG];
  const { stored } = JSON.parse(
    (await operator.goalpost('import', '--origin', 'http://semicomplete.com', ...log)).stdout,
  );
  const server = await operator.serve();
  expect(await sessionsOver(server, token, { source: ['semicomplete.com'] })).toEqual([]);
  expect(
    (await sessionsOver(server, token, { source: ['Google'], entry_page: ['/projects/xdotool/'] })).length,
  ).toBeGreaterThan(9);
  expect(JSON.parse((await operator.goalpost('import', ...log)).stdout)).toMatchObject({ stored: 0, repeated: stored });
});
