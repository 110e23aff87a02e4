import { setTimeout as sleep } from 'node:timers/promises';
import type { Asked } from './asking.js';
import { P2 } from './ids.js';
import { ask, headersFor, persist, type Round } from './load.js';

const RACE_EVERY_MS = 500;

export const goalOf = (round: Round) => `round-${round.number}`;

/** An analyst who creates a goal that all visits of the round meet, those before and those after it. */
export async function createGoal(round: Round): Promise<void> {
  const rule = { match: 'prefix', pattern: `/r${round.number}/`, on: 'path' };
  const body = JSON.stringify({ key: goalOf(round), name: 'Round', type: 'url', rule });
  await sleep(1000 * round.random());
  // 422: an earlier try has created it, although its answer was lost.
  await persist(() => ask(round, { what: 'create goal', address: 'goals', body, expects: [201, 422] }), [201, 422]);
}

/** Servers that each create a goal with the same key. At most one of them may say that it did. */
export async function race(round: Round): Promise<void> {
  const { servers } = round.installation;
  for (let number = 0; !round.isOver; number++) {
    const key = `r${round.number}-${number}`;
    const answers = await Promise.all(servers.map((_, server) => createAt(round, server, key)));
    const winners = answers.flatMap(({ status }, server) => (status === 201 ? [server] : []));
    if (winners.length > 1)
      round.ledger.violations.push(`goal ${key}: servers ${winners.join(' and ')} both created it`);
    if (winners.length === 1) await checkWinner(round, key, winners[0]!);
    await persist(
      () => changeAt(round, { what: 'delete goal', method: 'DELETE', address: `goals/${key}` }),
      [200, 404],
    );
    await sleep(RACE_EVERY_MS);
  }
}

async function checkWinner(round: Round, key: string, winner: number): Promise<void> {
  const rename = () =>
    changeAt(round, {
      what: 'change goal',
      method: 'PATCH',
      address: `goals/${key}`,
      body: JSON.stringify({ count: 'once' }),
    });
  const { status, body } = await persist(rename, [200, 404]);
  const found = status === 404 ? 'nobody' : body.data.name;
  if (found !== `by ${winner}`)
    round.ledger.violations.push(`goal ${key}: server ${winner} said that it created it, and it was made by ${found}`);
}

function createAt(round: Round, server: number, key: string): Promise<Asked> {
  const rule = { match: 'equals', pattern: '/', on: 'path' };
  const body = JSON.stringify({ key, name: `by ${server}`, type: 'url', rule });
  return round.requests.send({
    what: 'create goal at once',
    url: `${round.installation.servers[server]!.api}/goals`,
    headers: headersFor(round.installation.tokens[P2], body),
    body,
    expects: [201, 422],
    isDirect: true,
  });
}

function changeAt(
  round: Round,
  change: { what: string; method: string; address: string; body?: string },
): Promise<Asked> {
  const headers = headersFor(round.installation.tokens[P2], change.body);
  return ask(round, { ...change, headers, expects: [200, 404] });
}
