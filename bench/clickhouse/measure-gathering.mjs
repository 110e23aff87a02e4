import { setTimeout } from 'node:timers/promises';
import { openClickHouseStore } from '../../packages/server/dist/clickhouse/clickhouse-store.js';
import { PROJECT_ID } from '../data/data-dir.mjs';
import { emptyDatabase } from './data-set.mjs';

const GATHER_MS = [0, 2, 5, 10];
const CALLERS = [16, 64, 256];
/** An answer takes up to this time to its sender, and the next event back, in ms. */
const REST_MS_MAX = 4;

/**
 * Callers that each store one event after the other, as the collector does, in one process on one node, by how long a commit
 * waits for more of them. All settings take turns in each round. Returns a sample for each.
 */
export async function measureGathering(nodes, { rounds, seconds }) {
  await emptyDatabase(nodes, 'gathered');
  const samples = [];
  await warmUp(nodes, seconds);
  for (let round = 1; round <= rounds; round++) {
    for (const callers of CALLERS) {
      for (const gatherMs of GATHER_MS) {
        const store = await openClickHouseStore({ ...nodes, database: 'gathered', gatherMs });
        const [before] = nodes.cpuMs();
        const sample = await run(store, callers, seconds, `${round}-${callers}-${gatherMs}`);
        const nodeUsPerEvent = ((nodes.cpuMs()[0] - before) * 1000) / sample.events;
        samples.push({ round, callers, gatherMs, ...sample, nodeUsPerEvent });
        await store.close();
      }
    }
  }
  return samples;
}

async function warmUp(nodes, seconds) {
  const store = await openClickHouseStore({ ...nodes, database: 'gathered' });
  await run(store, Math.max(...CALLERS), seconds, 'warm-up');
  await store.close();
}

async function run(store, callers, seconds, name) {
  const waited = [];
  const end = performance.now() + seconds * 1000;
  const call = async (caller) => {
    for (let number = 0; performance.now() < end; number++) {
      const from = performance.now();
      await store.events.record(PROJECT_ID, [visit(`${name}-${caller}`, number)], undefined, {
        mayOverlookRepeated: true,
      });
      waited.push(performance.now() - from);
      await setTimeout(Math.random() * REST_MS_MAX);
    }
  };
  await Promise.all(Array.from({ length: callers }, (_, caller) => call(caller)));
  waited.sort((one, other) => one - other);
  const at = (share) => waited[Math.floor(waited.length * share)];
  return { events: waited.length, perSecond: waited.length / seconds, p50Ms: at(0.5), p99Ms: at(0.99) };
}

function visit(sessionId, number) {
  return {
    sessionId,
    id: `e${number}`,
    at: Date.UTC(2026, 0, 3) + number,
    origin: 'public',
    type: 'visit',
    url: 'https://shop.example/thanks',
    title: null,
    referrer: null,
  };
}
