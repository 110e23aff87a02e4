import { fileURLToPath } from 'node:url';
import { startServer } from '../measure/server.mjs';
import { track } from '../measure/wrk.mjs';
import { emptyDatabase } from './data-set.mjs';
import { TRACK } from './server.mjs';

const SERVER = fileURLToPath(new URL('../contenders/gathering.mjs', import.meta.url));
const DATABASE = 'gathered';
const GATHER_MS = [0, 2, 5, 10];
const CONNECTIONS = [16, 64, 256];
const WARM_UP = { seconds: 5, seed: 99 };

/**
 * Sends single events to one process on one node, by how long a commit waits for more of them. All settings take turns in
 * each round. Returns a sample for each.
 */
export async function measureGathering(nodes, { rounds, seconds }) {
  await emptyDatabase(nodes, DATABASE);
  const servers = [];
  for (const gatherMs of GATHER_MS) {
    const server = await startServer(gatheringServer(nodes, gatherMs));
    await track(server.url + TRACK, { events: 1, connections: Math.max(...CONNECTIONS) }, WARM_UP);
    servers.push({ gatherMs, server });
  }
  const samples = [];
  for (let round = 1; round <= rounds; round++) {
    for (const connections of CONNECTIONS) {
      for (const { gatherMs, server } of servers) {
        const [before] = nodes.cpuMs();
        const seed = round * 10_000 + connections * 16 + gatherMs;
        const sample = await track(server.url + TRACK, { events: 1, connections }, { seconds, seed });
        const nodeUsPerEvent = ((nodes.cpuMs()[0] - before) * 1000) / sample.requests;
        samples.push({ round, connections, gatherMs, ...sample, nodeUsPerEvent });
      }
    }
  }
  for (const { server } of servers) await server.stop();
  console.log(`gathering: ${rounds} rounds of ${CONNECTIONS.length * GATHER_MS.length} settings, ${seconds} s each`);
  return samples;
}

function gatheringServer({ urls: [url] }, gatherMs) {
  return {
    name: 'gathering',
    args: (port) => [SERVER, String(port), url, DATABASE, String(gatherMs)],
    ready: '/readyz',
  };
}
