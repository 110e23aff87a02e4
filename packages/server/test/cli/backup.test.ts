import path from 'node:path';
import { expect } from 'vitest';
import { urlGoal } from '../support/builders.js';
import { it } from '../support/operator.js';
import { conversions, importOver, visitLines } from '../support/requests.js';
import { valueIn } from '../support/sqlite.js';

const EVENTS_PER_IMPORT = 200;

it('a backup made while a server is writing holds complete imports with their conversions, and can be served', async ({
  operator,
}) => {
  const token = await operator.openShop(urlGoal('/thanks', { key: 'thanks' }));
  const server = await operator.serve();
  const send = (number: number) => importOver(server, token, visitLines(`s${number}`, EVENTS_PER_IMPORT));
  const copy = path.join(operator.dir, 'copy.db');
  expect((await send(0)).stored).toBe(EVENTS_PER_IMPORT);

  let made = false;
  const backup = operator.goalpost('backup', copy).finally(() => {
    made = true;
  });
  let sent = 1;
  while (!made) {
    const { status, stored } = await send(sent++);
    expect({ status, stored }).toEqual({ status: 200, stored: EVENTS_PER_IMPORT });
  }
  expect((await backup).code).toBe(0);

  const count = (sql: string) => valueIn(copy, sql) as number;
  expect(valueIn(copy, 'PRAGMA integrity_check')).toBe('ok');
  const events = count('SELECT count(*) FROM events');
  expect(events).toBeGreaterThanOrEqual(EVENTS_PER_IMPORT);
  expect(events).toBeLessThan(sent * EVENTS_PER_IMPORT);
  expect(events % EVENTS_PER_IMPORT).toBe(0);
  expect({
    conversions: count('SELECT count(*) FROM conversions'),
    visits: count('SELECT sum(visits) FROM sessions'),
    stored: count('SELECT events_stored FROM projects'),
  }).toEqual({ conversions: events, visits: events, stored: events });

  const restored = path.join(operator.dir, 'restored');
  await operator.shell(`mkdir ${restored} && mv ${copy} ${restored}/goalpost.db`);
  const copyServer = await operator.serve('--data-dir', restored);
  const expected = Array.from({ length: EVENTS_PER_IMPORT }, (_, index) => `s0:url:thanks:v${index}`);
  expect(await conversions(copyServer, token, { session_ids: ['s0'] })).toEqual({ status: 200, data: expected });
});
