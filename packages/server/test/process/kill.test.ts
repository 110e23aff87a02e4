import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import { goal, urlGoal } from '../support/builders.js';
import { it, type RunningServer } from '../support/operator.js';
import { conversions, importOver, visitLines } from '../support/requests.js';
import { seeded } from '../support/seeded.js';
import { valueIn } from '../support/sqlite.js';

const ROUNDS = 15;
const CLIENTS = 6;
/** The longest time from a server's first answer of the round until it is killed, in ms. */
const KILLED_WITHIN_MS = 150;

/** One import, with a session of its own, so that its result is separate from all others. */
interface Sent {
  readonly session: string;
  readonly events: number;
  acknowledged: boolean;
}

const linesOf = ({ session, events }: Sent) => visitLines(session, events);

const conversionsOf = ({ session, events }: Sent) => [
  ...Array.from({ length: events }, (_, index) => `${session}:url:every:v${index}`),
  `${session}:url:first:v0`,
];

it('whenever a server is killed, every acknowledged import is stored once, with its conversions', async ({
  operator,
}) => {
  const random = seeded(20_260_103);
  const token = await operator.openShop(
    urlGoal('/thanks', { key: 'every' }),
    goal({ type: 'url', rule: { match: 'equals', pattern: '/thanks', on: 'path' } }, { key: 'first', count: 'once' }),
  );
  const all: Sent[] = [];

  /** Sends imports until the server is killed. */
  const send = async (server: RunningServer, round: number, client: number, onAnswer: () => void) => {
    for (let number = 0; ; number++) {
      const sent: Sent = {
        session: `r${round}-c${client}-${number}`,
        // Some take more than one commit: the store is handed up to 1000 events at a time.
        events: 1 + Math.floor(random() ** 4 * 2500),
        acknowledged: false,
      };
      all.push(sent);
      const answer = await importOver(server, token, linesOf(sent)).catch(() => null);
      if (answer === null) return;
      expect(answer).toMatchObject({ status: 200, stored: sent.events, repeated: 0 });
      sent.acknowledged = true;
      onAnswer();
    }
  };

  const expectThere = async (server: RunningServer, some: readonly Sent[]) => {
    for (const sent of some) {
      const { data } = await conversions(server, token, { session_ids: [sent.session] });
      expect(data.sort()).toEqual(conversionsOf(sent).sort());
    }
  };

  for (let round = 0; round < ROUNDS; round++) {
    const server = await operator.serve('--log-level', 'info');
    const last = all.filter(({ session }) => session.startsWith(`r${round - 1}-`));
    await expectThere(
      server,
      last.filter(({ acknowledged }) => acknowledged),
    );
    // Imports without an answer may be stored in part, and the client sends them again.
    for (const sent of last.filter(({ acknowledged }) => !acknowledged)) {
      const { status, stored, repeated } = await importOver(server, token, linesOf(sent));
      expect({ status, events: stored + repeated }).toEqual({ status: 200, events: sent.events });
    }
    await expectThere(
      server,
      last.filter(({ acknowledged }) => !acknowledged),
    );

    let answered = () => {};
    const firstAnswer = new Promise<void>((resolve) => {
      answered = resolve;
    });
    const clients = Array.from({ length: CLIENTS }, (_, client) => send(server, round, client, answered));
    await Promise.race([firstAnswer, ...clients]);
    await setTimeout(random() * KILLED_WITHIN_MS);
    server.process.kill('SIGKILL');
    await Promise.all(clients);
  }

  const server = await operator.serve();
  for (const sent of all) {
    const { status, stored, repeated } = await importOver(server, token, linesOf(sent));
    expect(status).toBe(200);
    if (sent.acknowledged) expect({ stored, repeated }).toEqual({ stored: 0, repeated: sent.events });
  }
  await expectThere(server, all);
  const file = path.join(operator.dataDir, 'goalpost.db');
  const count = (sql: string) => valueIn(file, sql) as number;
  const events = all.reduce((sum, sent) => sum + sent.events, 0);
  expect({
    sound: valueIn(file, 'PRAGMA integrity_check'),
    events: count('SELECT count(*) FROM events'),
    visits: count('SELECT sum(visits) FROM sessions'),
    stored: count('SELECT events_stored FROM projects'),
    conversions: count('SELECT count(*) FROM conversions'),
    acknowledgedSome: all.filter(({ acknowledged }) => acknowledged).length > ROUNDS,
    interruptedSome: all.filter(({ acknowledged }) => !acknowledged).length > ROUNDS,
  }).toEqual({
    sound: 'ok',
    events,
    visits: events,
    stored: events,
    conversions: events + all.length,
    acknowledgedSome: true,
    interruptedSome: true,
  });
});
