import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { urlGoal } from '../support/builders.js';
import { it } from '../support/operator.js';
import { conversions, importOver, visitLines } from '../support/requests.js';

const VISITS = 100;
/**
 * Sessions that the command imports, and sessions that the server gets. Some are the same; their events are stored
 * once.
 */
const COMMANDS = Array.from({ length: 300 }, (_, index) => `s${index}`);
const SERVERS = Array.from({ length: 60 }, (_, index) => `s${index * 6}`);

it('an import with the command, beside a server that imports and reads, loses and duplicates nothing', async ({
  operator,
}) => {
  const token = await operator.openShop(urlGoal('/thanks', { key: 'thanks' }));
  const server = await operator.serve();
  const file = path.join(operator.dir, 'events.ndjson');
  writeFileSync(file, COMMANDS.map((session) => visitLines(session, VISITS)).join('\n'));

  const command = operator.goalpost('import', '--project', 'p1', '--format', 'ndjson', '--json', file);
  const statuses = new Set<number>();
  const reads = (async () => {
    let ended = false;
    command.finally(() => {
      ended = true;
    });
    while (!ended) statuses.add((await conversions(server, token, { session_ids: SERVERS, key: 'count' })).status);
  })();
  const imported: number[] = [];
  for (const session of SERVERS) {
    const { status, stored, repeated } = await importOver(server, token, visitLines(session, VISITS));
    expect({ status, events: stored + repeated }).toEqual({ status: 200, events: VISITS });
    imported.push(stored);
  }
  const { code, stdout, stderr } = await command;
  await reads;
  expect({ code, stderr, statuses: [...statuses] }).toEqual({ code: 0, stderr: '', statuses: [200] });

  const all = [...new Set([...COMMANDS, ...SERVERS])];
  const storedByServer = imported.reduce((sum, stored) => sum + stored, 0);
  expect(JSON.parse(stdout).stored + storedByServer).toBe(all.length * VISITS);
  const { data } = await conversions(server, token, { session_ids: all });
  const expected = all.flatMap((id) => Array.from({ length: VISITS }, (_, index) => `${id}:url:thanks:v${index}`));
  expect(data.sort()).toEqual(expected.sort());
});
