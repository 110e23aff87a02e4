import { rmSync } from 'node:fs';
import path from 'node:path';
import { openClickHouseStore } from '../../packages/server/dist/clickhouse/clickhouse-store.js';
import { openSqliteStore } from '../../packages/server/dist/sqlite/sqlite-store.js';
import { emptyDatabase } from '../clickhouse/data-set.mjs';
import { startNodes } from '../clickhouse/nodes.mjs';
import { clickHouseServer, TRACK } from '../clickhouse/server.mjs';
import { collector } from '../collect/measure-collect.mjs';
import { createProject } from '../data/data-dir.mjs';
import { startServer } from '../measure/server.mjs';
import { track } from '../measure/wrk.mjs';
import { sendBusyProject } from './busy-project.mjs';
import { expensiveGoals, ordinaryGoals } from './goals.mjs';

const WARM_UP = { seconds: 5, seed: 99 };
/** Few enough that the quiet project alone leaves the machine mostly idle. */
const QUIET = { events: 1, connections: 4, restMs: 20 };

/** The quiet project beside it is the one that `track` sends to. */
const BUSY = { id: 'busy', goals: expensiveGoals() };

/** Sends single events to projects with few and many ordinary goals, in turn. */
export async function measureGoals(benchDir, cases, { rounds, seconds }) {
  const servers = [];
  for (const one of cases) {
    const dataDir = await dataDirWith(benchDir, one.name, (store) =>
      createProject(store, { goals: ordinaryGoals(one.goals) }),
    );
    servers.push({ one, server: await startServer(collector(dataDir)), samples: [] });
  }
  for (const { one, server } of servers) await track(server.url + TRACK, one, WARM_UP);
  for (let round = 1; round <= rounds; round++) {
    for (const { one, server, samples } of servers) {
      samples.push(await track(server.url + TRACK, one, { seconds, seed: round }));
    }
  }
  for (const { server } of servers) await server.stop();
  return servers.map(({ one, samples }) => ({ case: one.name, goals: one.goals, samples }));
}

/** Sends single events to a quiet project, alone and beside a busy one, in turn. */
export async function measureFairness(benchDir, cases, extent) {
  const results = [];
  for (const { name } of cases) {
    results.push({ case: name, samples: await (name === 'fair' ? onSqlite : onClickHouse)(benchDir, extent) });
    console.log(`${name}: ${extent.rounds} rounds of 2 loads, ${extent.seconds} s each`);
  }
  return results;
}

async function onSqlite(benchDir, extent) {
  let busyToken = null;
  const dataDir = await dataDirWith(benchDir, 'fair', async (store) => {
    await createProject(store);
    busyToken = await createProject(store, BUSY);
  });
  return withAndWithout(collector(dataDir), busyToken, extent);
}

async function onClickHouse(benchDir, extent) {
  const nodes = await startNodes(benchDir, 1);
  await emptyDatabase(nodes, 'fair');
  const store = await openClickHouseStore({ urls: nodes.urls, cluster: nodes.cluster, database: 'fair' });
  const busyToken = await createProject(store, BUSY);
  await store.close();
  const samples = await withAndWithout(clickHouseServer(nodes, { database: 'fair' }), busyToken, extent);
  await nodes.stop();
  return samples;
}

async function withAndWithout(spec, busyToken, { rounds, seconds }) {
  const server = await startServer(spec);
  const quiet = (seed) => track(server.url + TRACK, QUIET, { seconds, seed });
  await track(server.url + TRACK, QUIET, WARM_UP);
  const samples = [];
  for (let round = 1; round <= rounds; round++) {
    const alone = await quiet(round);
    const busy = sendBusyProject(server.url, busyToken);
    const beside = await quiet(rounds + round);
    samples.push({ alone, beside, busyEvents: await busy.stop() });
  }
  await server.stop();
  return samples;
}

async function dataDirWith(benchDir, name, fill) {
  const dataDir = path.join(benchDir, name);
  rmSync(dataDir, { recursive: true, force: true });
  const store = openSqliteStore(dataDir);
  await fill(store);
  await store.close();
  return dataDir;
}
