import { rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { createDataDir, databaseOf, openReadOnly } from '../data/data-dir.mjs';
import { startServer } from '../measure/server.mjs';
import { load, track } from '../measure/wrk.mjs';
import { constantServer, goalpost } from '../reads/servers.mjs';

/** An answer of the collector has so many bytes. */
const ANSWER_BYTES = 69;
const TRACK = '/api/services/analytics/v1/track';
/** So long until what a request passes through is compiled. */
const WARM_UP = { seconds: 5, seed: 99 };
const SENDERS = 128;
/** Rounds that are thrown away: in each the senders' rest is set anew by what came in. */
const TRIAL_ROUNDS = 3;
const READ = { key: 'list', sessions: 3, expand: false };

/**
 * Sends events to Goalpost, which answers when they are on disk, in turn with a bare Fastify that takes the same bodies and
 * keeps nothing. Gives a sample for each round, and what an event takes on disk.
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
 * Reads of 3 sessions, alone and while events come in one by one at half the rate the server can take. Gives a sample of
 * both for each round, with the rate that was wanted and the one at which events did come in.
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
    // A sender sends once in its rest and its wait for the answer together.
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

/** wrk gives each visitor an address in X-Forwarded-For. */
function collector(dataDir) {
  const spec = goalpost({ dataDir });
  return { ...spec, args: (port) => [...spec.args(port), '--trusted-proxy', '127.0.0.1'] };
}

async function freshDataDir(benchDir) {
  const dir = path.join(benchDir, 'collected');
  rmSync(dir, { recursive: true, force: true });
  await createDataDir(dir);
  return dir;
}

/** A server that has stopped has put its write-ahead log into the database. */
function storedBytes(dataDir) {
  const db = openReadOnly(dataDir);
  const { events } = db.prepare('SELECT count(*) AS events FROM events').get();
  const { sessions } = db.prepare('SELECT count(*) AS sessions FROM sessions').get();
  db.close();
  const bytes = statSync(databaseOf(dataDir)).size;
  return { events, bytesPerEvent: bytes / events, eventsPerSession: events / sessions };
}
