import { createReadStream } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { databaseOf } from '../data/data-dir.mjs';
import { lastLineOf } from '../measure/child.mjs';
import { startServer } from '../measure/server.mjs';
import { median } from '../measure/statistics.mjs';
import { load } from '../measure/wrk.mjs';
import { checkAgreement } from './agreement.mjs';
import { constantServer, goalpost, handWritten, straightArgs } from './servers.mjs';

const STARTS = 3;
const WARM_UP = { seconds: 1, seed: 0 };
/** Long enough for V8 to free the memory left over from start-up, which it does when idle. */
const REST_MS = 20_000;

/**
 * Measures each case on every data set. Contenders take turns within each round, so that other load on the machine affects
 * them equally. Passes the samples of each case to `keep`, and returns the figures of the servers.
 */
export async function measureReads(dataSets, cases, { rounds, seconds }, keep) {
  const pairs = [];
  for (const dataSet of dataSets) {
    pairs.push({ dataSet, byHand: await start(handWritten(dataSet)), goalpost: await start(goalpost(dataSet)) });
  }
  const restMb = await memoryAtRest(pairs.flatMap(({ byHand, goalpost }) => [byHand, goalpost]));
  const answerBytes = await answerSizes(pairs, cases);
  const constant = [];
  for (const name of ['node-http', 'fastify'])
    constant.push(await start(constantServer(name, [...new Set(answerBytes.values())])));
  for (const [server, mb] of await memoryAtRest(constant)) restMb.set(server, mb);

  for (const readCase of cases) {
    for (const { dataDir } of dataSets) await readThrough(databaseOf(dataDir));
    keep(await measureCase(readCase, answerBytes.get(readCase.name), pairs, constant, { rounds, seconds }));
  }
  const servers = [...constant, ...pairs.flatMap(({ byHand, goalpost }) => [byHand, goalpost])];
  const report = servers.map((server) => ({
    name: server.name,
    conversions: server.dataSet?.conversions ?? null,
    readyMs: server.readyMs,
    restMb: restMb.get(server),
    peakMb: server.peakMb(),
  }));
  for (const server of servers) await server.stop();
  return report;
}

/** Reads a file into the page cache, from which earlier cases may have evicted it. */
async function readThrough(file) {
  for await (const _chunk of createReadStream(file, { highWaterMark: 1 << 20 }));
}

/** Starts a server several times, because a single start is no reliable measure. */
async function start(spec) {
  const times = [];
  for (let i = 1; ; i++) {
    const server = await startServer(spec);
    times.push(server.readyMs);
    if (i === STARTS) return { ...spec, ...server, readyMs: median(times) };
    await server.stop();
  }
}

/** The memory of each server in MB, after it has been idle for a while. */
async function memoryAtRest(servers) {
  await pause(REST_MS);
  return new Map(servers.map((server) => [server, server.nowMb()]));
}

/** The size of an answer of each case on the last, largest data set. */
async function answerSizes(pairs, cases) {
  const sizes = new Map();
  for (const { dataSet, byHand, goalpost } of pairs) {
    for (const readCase of cases) sizes.set(readCase.name, await checkAgreement(byHand, goalpost, dataSet, readCase));
  }
  return sizes;
}

async function measureCase(readCase, answerBytes, pairs, constant, { rounds, seconds }) {
  const contenders = contendersOf(readCase, answerBytes, pairs, constant);
  const reads = contenders.map(({ name, conversions }) => ({
    case: readCase.name,
    conversions,
    contender: name,
    samples: [],
  }));
  for (const { measure } of contenders) await measure(WARM_UP);
  for (let round = 1; round <= rounds; round++) {
    for (const [index, { measure }] of contenders.entries())
      reads[index].samples.push(await measure({ seconds, seed: round }));
  }
  console.log(`${readCase.name}: ${rounds} rounds of ${contenders.length} contenders, ${seconds} s each`);
  return reads;
}

/** Lists are compared with the constant servers, and everything without `expand` with the hand-written one. */
function contendersOf(readCase, answerBytes, pairs, constant) {
  const { key, expand } = readCase;
  const loaded = (server, dataSet) => ({
    name: server.name,
    conversions: server.dataSet?.conversions ?? null,
    measure: (round) => load(server.url + server.path(answerBytes), dataSet, readCase, round),
  });
  const straight = (dataSet) => ({
    name: 'straight',
    conversions: dataSet.conversions,
    measure: (round) => lastLineOf(process.execPath, straightArgs(dataSet, readCase, round)),
  });
  const bare = key === 'list' && !expand ? constant.map((server) => loaded(server, pairs.at(-1).dataSet)) : [];
  const onData = pairs.flatMap(({ dataSet, byHand, goalpost }) => [
    ...(expand ? [] : [straight(dataSet), loaded(byHand, dataSet)]),
    loaded(goalpost, dataSet),
  ]);
  return [...bare, ...onData];
}
