import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SessionId } from '#goalpost/model/ids.js';
import { ALL, P1, selection } from '../store/tools.js';
import { project, urlGoal, visit } from '../support/builders.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { newDatabase, run } from '../support/clickhouse/store.js';
import { ROOT } from '../support/root.js';

// What docs/clickhouse.md tells an operator to do with a node that does not start again, and with one that has lost rows.

const IDS = Array.from({ length: 20 }, (_, index) => `s${index}` as SessionId);

let cluster: Cluster;

beforeAll(async () => {
  cluster = await startCluster(1, 2);
});
afterAll(() => cluster.stop());

/** The blocks of code in the section. */
function printed(): string[] {
  const page = readFileSync(path.join(ROOT, 'docs/clickhouse.md'), 'utf8');
  const section = page.split(/^(?=##)/m).find((part) => part.startsWith('### A node that does not start again\n'));
  return [...section!.matchAll(/^```\n([\s\S]*?)^```$/gm)].map(([, code]) => code!);
}

it('A node with an empty entry of a mutation starts after the entry is deleted, and gets from its twin what it lost', async () => {
  const database = await newDatabase(cluster);
  const store = await database.open();
  await store.projects.create(project());
  await store.goals.create(P1, urlGoal('/'));
  const events = IDS.map((sessionId) => visit('/', { sessionId }));
  await store.events.record(P1, events);
  const [find, copy] = printed();

  const [node, twin] = cluster.nodes;
  const folder = `SELECT data_paths[1] FROM system.tables WHERE database = '${database.database}' AND name = 'records_local'`;
  const records = (await run(node!.url, folder)).trim();
  await node!.stop();
  writeFileSync(path.join(records, 'mutation_7.txt'), '');
  await expect(node!.start()).rejects.toThrow("expected 'format version: 1");
  execFileSync('sh', ['-c', find!.replaceAll('/var/lib/clickhouse', node!.dataDir)]);
  await node!.start();

  const at = (sql: string) => run(`${node!.url}/?database=${database.database}`, sql);
  for (const table of ['records', 'visitors', 'catalogue']) await at(`TRUNCATE TABLE ${table}_local`);
  const statements = copy!.replaceAll('other-node:9000', `127.0.0.1:${twin!.place.tcpPort}`);
  for (let times = 0; times < 2; times++) {
    for (const statement of statements.replaceAll('goalpost.', `${database.database}.`).split(';\n').filter(Boolean))
      await at(statement);
  }
  await twin!.kill();
  const { json } = await store.conversions.ids(selection(IDS), ALL);
  expect(JSON.parse(json)).toHaveLength(IDS.length);
  expect(await store.goals.list(P1)).toHaveLength(1);
  await store.close();
});
