import { fileURLToPath } from 'node:url';
import { lastLineOf } from '../measure/child.mjs';
import { startServer } from '../measure/server.mjs';
import { track } from '../measure/wrk.mjs';
import { emptyDatabase, sizeOf } from './data-set.mjs';
import { clickHouseServer, TRACK } from './server.mjs';

const RAW_INSERTS = fileURLToPath(new URL('../contenders/clickhouse-raw-inserts.mjs', import.meta.url));
const WARM_UP = { seconds: 5, seed: 99 };

/**
 * Sends events to Goalpost, alternating with raw inserts of the same kind of rows through the same client, a thousand per
 * insert. Returns a sample for each round, and the size of an event on disk.
 */
export async function measureClickHouseCollecting(nodes, cases, { rounds, seconds }) {
  const collected = [];
  for (const trackCase of cases) {
    for (const database of ['collected', 'raw']) await emptyDatabase(nodes, database);
    const server = await startServer(clickHouseServer(nodes, { database: 'collected' }));
    await track(server.url + TRACK, trackCase, WARM_UP);
    const [samples, raw] = [[], []];
    for (let round = 1; round <= rounds; round++) {
      const before = nodes.cpuMs();
      const sample = await track(server.url + TRACK, trackCase, { seconds, seed: round });
      const [nodeMs] = nodes.cpuMs().map((ms, node) => ms - before[node]);
      const events = sample.requests * trackCase.events;
      const eventsPerSecond = sample.perSecond * trackCase.events;
      samples.push({ ...sample, eventsPerSecond, nodeUsPerEvent: (nodeMs * 1000) / events });
      raw.push(await lastLineOf(process.execPath, [RAW_INSERTS, nodes.urls[0], 'raw', String(seconds), String(round)]));
    }
    const peakMb = server.peakMb();
    await server.stop();
    collected.push({
      case: trackCase.name,
      contender: 'goalpost',
      samples,
      peakMb,
      ...(await sizeOf(nodes, 'collected')),
    });
    collected.push({ case: trackCase.name, contender: 'raw-inserts', samples: raw });
    console.log(`${trackCase.name}: ${rounds} rounds of 2 contenders, ${seconds} s each`);
  }
  return collected;
}
