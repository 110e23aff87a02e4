import { startServer } from '../measure/server.mjs';
import { load, track } from '../measure/wrk.mjs';
import { clickHouseSet, emptyDatabase } from './data-set.mjs';
import { startNodes } from './nodes.mjs';
import { CONVERSIONS, clickHouseServer, TRACK } from './server.mjs';

const CONVERSIONS_READ = 1_000_000;
const READ = { key: 'list', sessions: 3, expand: false, connections: 16 };
const SENT = { events: 20, connections: 16 };
const WARM_UP = { seconds: 1, seed: 0 };

/**
 * Compares the work of a node with one shard and with two under the same load: its processor time per read and per event.
 * All nodes run on one machine, so a second one makes nothing faster here, but the work of each node should decrease.
 */
export async function measureShards(benchDir, { rounds, seconds }) {
  const clusters = [];
  for (const shards of [1, 2]) {
    const nodes = await startNodes(benchDir, shards);
    const set = await clickHouseSet(nodes, benchDir, CONVERSIONS_READ);
    const collected = { database: 'collected' };
    await emptyDatabase(nodes, collected.database);
    const reader = await startServer(clickHouseServer(nodes, set));
    const collector = await startServer(clickHouseServer(nodes, collected));
    const read = (round) => load(reader.url + CONVERSIONS, set, READ, round);
    const send = (round) => track(collector.url + TRACK, SENT, round);
    await read(WARM_UP);
    await send({ ...WARM_UP, seed: 99 });
    clusters.push({ shards, nodes, servers: [reader, collector], read, send, samples: [] });
  }
  for (let round = 1; round <= rounds; round++) {
    for (const { nodes, read, send, samples } of clusters) {
      const ofRead = await cost(nodes, () => read({ seconds, seed: round }));
      const ofSending = await cost(nodes, () => send({ seconds, seed: round }));
      samples.push({
        readsPerSecond: ofRead.perSecond,
        nodeMsPerRead: ofRead.nodeMs / ofRead.requests,
        eventsPerSecond: ofSending.perSecond * SENT.events,
        nodeUsPerEvent: (ofSending.nodeMs * 1000) / (ofSending.requests * SENT.events),
      });
    }
  }
  for (const { nodes, servers } of clusters) {
    for (const server of servers) await server.stop();
    await nodes.stop();
  }
  console.log(`clickhouse-shards: ${rounds} rounds of 1 and 2 shards`);
  return clusters.map(({ shards, samples }) => ({ shards, samples }));
}

/** Runs a load, and adds the average processor time that a node spent on it. */
async function cost(nodes, work) {
  const before = nodes.cpuMs();
  const done = await work();
  const spent = nodes.cpuMs().map((ms, node) => ms - before[node]);
  return { ...done, nodeMs: spent.reduce((sum, ms) => sum + ms, 0) / spent.length };
}
