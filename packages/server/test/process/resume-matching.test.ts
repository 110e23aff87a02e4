import path from 'node:path';
import { expect } from 'vitest';
import { it, type RunningServer } from '../support/operator.js';
import { conversions, visitLines } from '../support/requests.js';
import { rowsIn } from '../support/sqlite.js';

const SESSIONS = 400;
/** Enough that matching cannot end before the server is killed, even while other programs delay this test. */
const VISITS = 400;
const KILLS = 3;

interface Matching {
  readonly state: 'running' | 'done';
  readonly examined: number;
  readonly matched: number;
  readonly total: number;
}

it('matching of stored history that was interrupted by a kill is completed by the next server', async ({
  operator,
}) => {
  const token = await operator.openShop();
  const ids = Array.from({ length: SESSIONS }, (_, index) => `s${index}`);
  const input = ids.map((id, index) => visitLines(id, VISITS, index % 2 ? '/thanks' : '/')).join('\n');
  await operator.startGoalpost(['import', '--project', 'p1', '--format', 'ndjson', '-'], { input }).ended;

  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const matchingOf = async (server: RunningServer): Promise<Matching> => {
    const answer = await fetch(`${server.api}/goals/thanks`, { headers });
    return ((await answer.json()) as { data: { matching: Matching } }).data.matching;
  };
  const stored = () => {
    const file = path.join(operator.dataDir, 'goalpost.db');
    const [state, examined] = rowsIn(file, 'SELECT state, events_examined FROM goals')[0]! as [string, number];
    return { state, examined };
  };

  const first = await operator.serve();
  const body = JSON.stringify({
    ...{ key: 'thanks', name: 'Thanks', type: 'url', rule: { match: 'equals', pattern: '/thanks' }, count: 'once' },
  });
  expect((await fetch(`${first.api}/goals`, { method: 'POST', headers, body })).status).toBe(201);

  let server = first;
  let examined = 0;
  for (let kills = 0; kills < KILLS; kills++) {
    let now = await matchingOf(server);
    while (now.state === 'running' && now.examined <= examined) now = await matchingOf(server);
    server.process.kill('SIGKILL');
    await server.ended;
    const left = stored();
    expect(left.state).toBe('matching');
    expect(left.examined).toBeGreaterThan(examined);
    examined = left.examined;
    server = await operator.serve();
    expect((await matchingOf(server)).examined).toBeGreaterThanOrEqual(examined);
    // Reads show no conversions until all events are matched.
    const { data } = await conversions(server, token, { session_ids: ids });
    if ((await matchingOf(server)).state === 'running') expect(data).toEqual([]);
  }

  while ((await matchingOf(server)).state === 'running');
  const total = SESSIONS * VISITS;
  expect(await matchingOf(server)).toEqual({ state: 'done', examined: total, matched: total / 2, total });
  const { data } = await conversions(server, token, { session_ids: ids });
  expect(data.sort()).toEqual(
    ids
      .filter((_, index) => index % 2)
      .map((id) => `${id}:url:thanks:v0`)
      .sort(),
  );
});
