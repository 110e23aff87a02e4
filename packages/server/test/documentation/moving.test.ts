import path from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { openSqliteStore } from '#goalpost/sqlite/sqlite-store.js';
import { project, urlGoal, visit } from '../support/builders.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { commandsOf, readPage } from '../support/markdown.js';
import { it } from '../support/operator.js';
import { conversions } from '../support/requests.js';

let node: Cluster;
beforeAll(async () => {
  node = await startCluster(1, 1);
});
afterAll(() => node.stop());

it('the commands under "Moving" lead to a server on ClickHouse with the same answers, and back', async ({
  operator,
}) => {
  const token = await operator.openShop(urlGoal('/thanks', { key: 'thanks' }));
  const store = openSqliteStore(operator.dataDir);
  await store.events.record(project().id, [visit('/thanks')]);
  await store.close();

  const moving = readPage('docs/clickhouse.md')
    .split(/^## /m)
    .find((part) => part.startsWith('Moving'))!;
  const back = path.join(operator.dir, 'back');
  const env = { GOALPOST_CLICKHOUSE_URL: node.urls[0]! };
  const commands = commandsOf(moving).map((command) =>
    command.replace('./data', operator.dataDir).replace('./back', back).split(' ').slice(1),
  );
  expect(commands.map(([name]) => name)).toEqual(['migrate', 'move', 'serve', 'move']);
  for (const command of commands) {
    if (command[0] === 'serve') continue;
    expect(await operator.startGoalpost(command, { env }).ended).toMatchObject({ code: 0, stderr: '' });
  }
  const flags = commands.find(([name]) => name === 'serve')!.slice(1);
  for (const server of [
    await operator.serve(...flags, '--clickhouse-url', node.urls[0]!),
    await operator.serve('--data-dir', back),
  ]) {
    expect(await conversions(server, token, { session_ids: [1] })).toEqual({ status: 200, data: ['1:url:thanks:e1'] });
  }
});
