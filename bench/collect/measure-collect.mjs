import { rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { createDataDir, databaseOf, openReadOnly } from '../data/data-dir.mjs';
import { startServer } from '../measure/server.mjs';
import { load, track } from '../measure/wrk.mjs';
import { constantServer, goalpost } from '../reads/servers.mjs';

/** Size of an answer of the collector. */
const ANSWER_BYTES = 69;
export const TRACK = '/api/services/analytics/v1/track';
/** Long enough for V8 to compile the code that handles a request. */
const WARM_UP = { seconds: 5, seed: 99 };
const SENDERS = 128;
/** Discarded rounds, each of which adjusts the senders' rest to the rate that arrived. */
const TRIAL_ROUNDS = 3;
const READ = { key: 'list', sessions: 3, expand: false };

/**
 * Sends events to Goalpost, which answers once they are on disk, alternating with a bare Fastify that accepts the same
 * bodies and stores nothing. Returns a sample for each round, and the size of an event on disk.
 */
export async function measureCollecting(benchDir, cases, { rounds, seconds }) {
  const bare = await startServer(constantServer('fastify', [ANSWER_BYTES]));
  const collected = [];
  for (const trackCase of cases) {
    const dataDir = await freshDataDir(benchDir);
    const server = await startServer(collector(dataDir));
    const measured = [
      { contender: 'fastify', url: `${bare.url}/bytes/${ANSWER_BYTES}`, samples: [] },
      { contender: 'goalpost', url: server.url + TRACK, samples: [] },
    ];
    for (const { url } of measured) await track(url, trackCase, WARM_UP);
    for (let round = 1; round <= rounds; round++) {
      for (const { url, samples } of measured) {
        const sample = await track(url, trackCase, { seconds, seed: round });
        samples.push({ ...sample, eventsPerSecond: sample.perSecond * trackCase.events });
      }
    }
    const peakMb = server.peakMb();
    await server.stop();
    const stored = storedBytes(dataDir);
    for (const { contender, samples } of measured) collected.push({ case: trackCase.name, contender, samples });
    Object.assign(collected.at(-1), { peakMb, ...stored });
    console.log(`${trackCase.name}: ${rounds} rounds of 2 contenders, ${seconds} s each`);
  }
  await bare.stop();
  return collected;
}

/**
 * Measures reads of 3 sessions, alone and while single events arrive at half the rate the server can handle. Returns a
 * sample of both for each round, with the wanted and the actual rate of events.
 */
export async function measureReadsWhileCollecting(dataSet, fullRate, { rounds, seconds }) {
  const server = await startServer(collector(dataSet.dataDir));
  const read = (seed) => load(server.url + goalpost(dataSet).path(), dataSet, READ, { seconds, seed });
  const wanted = fullRate / 2;
  const everyMs = (SENDERS / wanted) * 1000;
  let restMs = everyMs;
  const both = async (seed) => {
    const connections = { events: 1, connections: SENDERS, restMs: Math.round(restMs) };
    const [during, events] = await Promise.all([read(seed), track(server.url + TRACK, connections, { seconds, seed })]);
    // A sender sends once per rest plus wait for the answer.
    const waitMs = (SENDERS / events.perSecond) * 1000 - restMs;
    restMs = Math.max(0, everyMs - waitMs);
    return { during, eventsPerSecond: events.perSecond, wantedPerSecond: wanted };
  };
  for (let trial = 1; trial <= TRIAL_ROUNDS; trial++) await both(rounds + trial);
  const samples = [];
  for (let round = 1; round <= rounds; round++) samples.push({ alone: await read(round), ...(await both(round)) });
  await server.stop();
  console.log(`reads while collecting: ${rounds} rounds of ${seconds} s`);
  return samples;
}

/** Trusts X-Forwarded-For, in which wrk gives each visitor an address. */
export function collector(dataDir) {
  const spec = goalpost({ dataDir });
  return { ...spec, args: (port) => [...spec.args(port), '--trusted-proxy', '127.0.0.1'] };
}

async function freshDataDir(benchDir) {
  const dir = path.join(benchDir, 'collected');
  rmSync(dir, { recursive: true, force: true });
  await createDataDir(dir);
  return dir;
}

/** Call it after the server has stopped, when its write-ahead log is in the database file. */
function storedBytes(dataDir) {
  const db = openReadOnly(dataDir);
  const { events } = db.prepare('SELECT count(*) AS events FROM events').get();
  const { sessions } = db.prepare('SELECT count(*) AS sessions FROM sessions').get();
  db.close();
  const bytes = statSync(databaseOf(dataDir)).size;
  return { events, bytesPerEvent: bytes / events, eventsPerSession: events / sessions };
}
