import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import { FIREFOX } from '../collect/track/track.js';
import { goal, urlGoal } from '../support/builders.js';
import { it, type RunningServer } from '../support/operator.js';
import { conversions } from '../support/requests.js';
import { seeded } from '../support/seeded.js';
import { valueIn } from '../support/sqlite.js';

const ROUNDS = 50;
const VISITORS = 8;
/** The longest time from a server's first answer of the round until it is killed, in ms. */
const KILLED_WITHIN_MS = 120;

/** An acknowledged visit of `/thanks`, and the session in the answer. */
interface Acknowledged {
  readonly session: string;
  readonly event: string;
}

it('whenever a collector is killed, every acknowledged event is stored once, with its conversion', async ({
  operator,
}) => {
  const random = seeded(20_261_124);
  const token = await operator.openShop(
    urlGoal('/thanks', { key: 'every' }),
    goal({ type: 'url', rule: { match: 'equals', pattern: '/thanks', on: 'path' } }, { key: 'first', count: 'once' }),
  );
  const acknowledged: Acknowledged[] = [];
  let interrupted = 0;

  /** Null when the server was killed. */
  const track = async ({ api }: RunningServer, userAgent: string, ids: string[]): Promise<string | null> => {
    const events = ids.map((id) => ({ id, type: 'visit', age: 0, url: 'https://shop.example/thanks' }));
    const body = JSON.stringify({ site: 'site-p1', events });
    const answer = await fetch(`${api}/track`, { method: 'POST', headers: { 'user-agent': userAgent }, body }).catch(
      () => null,
    );
    if (answer === null) return null;
    expect(answer.status).toBe(202);
    const { data } = (await answer.json()) as { data: { session_id: string } };
    return data.session_id;
  };

  /** Sends one visitor's events until the server is killed. */
  const visit = async (server: RunningServer, round: number, visitor: number, onAnswer: () => void) => {
    // Each visitor returns in each round, so sessions continue across restarts.
    const userAgent = `${FIREFOX} visitor/${visitor}`;
    for (let number = 0; ; number++) {
      const count = 1 + Math.floor(random() ** 3 * 20);
      const ids = Array.from({ length: count }, (_, index) => `r${round}-v${visitor}-${number}-${index}`);
      const session = await track(server, userAgent, ids).catch(() => null);
      if (session === null) {
        interrupted++;
        return;
      }
      acknowledged.push(...ids.map((event) => ({ session, event })));
      onAnswer();
    }
  };

  const expectThere = async (server: RunningServer, some: readonly Acknowledged[]) => {
    const sessions = [...new Set(some.map(({ session }) => session))];
    if (sessions.length === 0) return;
    const { status, data } = await conversions(server, token, { session_ids: sessions });
    expect(status).toBe(200);
    expect(new Set(data).size).toBe(data.length);
    const there = new Set(data);
    expect(some.filter(({ session, event }) => !there.has(`${session}:url:every:${event}`))).toEqual([]);
  };

  for (let round = 0; round < ROUNDS; round++) {
    const server = await operator.serve('--log-level', 'info');
    await expectThere(server, acknowledged);
    let answered = () => {};
    const firstAnswer = new Promise<void>((resolve) => {
      answered = resolve;
    });
    const visitors = Array.from({ length: VISITORS }, (_, visitor) => visit(server, round, visitor, answered));
    await Promise.race([firstAnswer, ...visitors]);
    await setTimeout(random() * KILLED_WITHIN_MS);
    server.process.kill('SIGKILL');
    await Promise.all(visitors);
  }

  const server = await operator.serve();
  await expectThere(server, acknowledged);
  // One session per visitor: the server found it again after each kill.
  expect(new Set(acknowledged.map(({ session }) => session)).size).toBe(VISITORS);
  const file = path.join(operator.dataDir, 'goalpost.db');
  const count = (sql: string) => valueIn(file, sql) as number;
  const events = count('SELECT count(*) FROM events');
  expect({
    sound: valueIn(file, 'PRAGMA integrity_check'),
    visits: count('SELECT sum(visits) FROM sessions'),
    stored: count('SELECT events_stored FROM projects'),
    conversions: count('SELECT count(*) FROM conversions'),
    acknowledgedAreThere: events >= acknowledged.length,
    acknowledgedSome: acknowledged.length > ROUNDS,
    interruptedSome: interrupted,
  }).toEqual({
    sound: 'ok',
    visits: events,
    stored: events,
    conversions: events + VISITORS,
    acknowledgedAreThere: true,
    acknowledgedSome: true,
    interruptedSome: ROUNDS * VISITORS,
  });
});
