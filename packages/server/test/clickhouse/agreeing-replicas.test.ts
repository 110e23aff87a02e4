import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Store } from '#goalpost/store/store.js';
import { P1 } from '../store/tools.js';
import { project, urlGoal, visit } from '../support/builders.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { type ClickHouseDatabase, newDatabase, run } from '../support/clickhouse/store.js';
import { startTappedProxy, type TappedProxy } from '../support/clickhouse/tapped-proxy.js';

// Without ClickHouse Keeper each replica decides by itself which of two inserts was first. Two stores on one database behave
// like two processes.

const LOOK_EVERY_MS = 50;

interface Process {
  readonly store: Store;
  /** In front of each replica. */
  readonly proxies: readonly TappedProxy[];
}

let cluster: Cluster;
let database: ClickHouseDatabase;
let one: Process;
let other: Process;

beforeAll(async () => {
  cluster = await startCluster(1, 2);
});
afterAll(() => cluster.stop());
beforeEach(async () => {
  database = await newDatabase(cluster);
  [one, other] = [await start(), await start()];
  await one.store.projects.create(project());
  // With stored events, a new goal is one change.
  await one.store.events.record(P1, [visit('/')]);
  await one.store.goals.create(P1, urlGoal('/', { key: 'first' }));
});
afterEach(async () => {
  for (const { store, proxies } of [one, other]) {
    await store.close();
    for (const proxy of proxies) await proxy.stop();
  }
  await database.drop();
});

async function start(): Promise<Process> {
  const proxies = await Promise.all(cluster.urls.map((url) => startTappedProxy(url)));
  return { store: await database.open(Date.now, { urls: proxies.map(({ url }) => url) }), proxies };
}

const signal = (index: number, which: NodeJS.Signals) => process.kill(cluster.nodes[index]!.processId!, which);

/** The current version of the goals, as a replica has it. */
async function current(index: number): Promise<{ revision: number; writer: string }> {
  const newest = `SELECT revision, writers[1] AS writer FROM ${database.database}.catalogue_local WHERE kind = 'goals'
    ORDER BY revision DESC LIMIT 1 FORMAT JSONEachRow SETTINGS output_format_json_quote_64bit_integers = 0`;
  return JSON.parse(await run(cluster.urls[index]!, newest));
}

const isUp = ({ store }: Process) => store.nodes!.shards().every(({ away }) => away.length === 0);

/** Creates a goal of the same key in both, named after the process. */
const create = ({ store }: Process, name: string) => store.goals.create(P1, urlGoal('/', { key: 'goal', name }));

it('a replica that was frozen keeps the change that its twin has decided on, whichever it had got first', async () => {
  // Both have read the goals when the first replica freezes. It has got the insert of the other process, and will execute it when
  // it goes on. The second replica gets that of the one process first.
  const before = await current(0);
  const frozen = Promise.withResolvers<void>();
  const reached = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  other.proxies[0]!.aroundInsert = async (_table, forward) => {
    reached[0]!.resolve();
    await frozen.promise;
    await forward();
  };
  one.proxies[0]!.aroundInsert = async () => {
    reached[1]!.resolve();
    await new Promise(() => {});
  };
  const madeByOne = create(one, 'one');
  other.proxies[1]!.aroundInsert = async (_table, forward) => {
    await madeByOne;
    await forward();
  };
  const madeByOther = create(other, 'other');
  await Promise.all(reached.map(({ promise }) => promise));
  signal(0, 'SIGSTOP');
  frozen.resolve();
  expect(await madeByOne).toMatchObject({ name: 'one' });
  // The first replica executes what it has got before it gets anything from the second one.
  signal(1, 'SIGSTOP');
  signal(0, 'SIGCONT');
  while ((await current(0)).revision === before.revision) await sleep(LOOK_EVERY_MS);
  signal(1, 'SIGCONT');
  expect(await madeByOther).toBe('taken');

  while (!isUp(one) || !isUp(other)) await sleep(LOOK_EVERY_MS);
  expect(await current(0)).toEqual(await current(1));
  for (const { store } of [one, other])
    expect(await store.goals.list(P1)).toMatchObject([{ key: 'first' }, { name: 'one' }]);
});
