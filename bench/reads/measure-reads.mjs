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
/** So long until V8 has cleared away what loading the program left, which it does once nothing happens. */
const REST_MS = 20_000;

/**
 * Measures each case on every data set, all contenders in turn within each round, so that whatever else the machine
 * does meets them alike. Gives a sample for each round of each read to `keep`, case by case, and at last what was found of
 * the servers.
 */
export async function measureReads(dataSets, cases, { rounds, seconds }, keep) {
  const pairs = [];
  for (const dataSet of dataSets) {
    pairs.push({ dataSet, byHand: await start(handWritten(dataSet)), goalpost: await start(goalpost(dataSet)) });
  }
  const restMb = await memoryAtRest(pairs.flatMap(({ byHand, goalpost }) => [byHand, goalpost]));
  const answerBytes = await sizesOfRightAnswers(pairs, cases);
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

/** Brings a file into the system's cache, so that nobody pays for what others had the machine drop from it. */
async function readThrough(file) {
  for await (const _chunk of createReadStream(file, { highWaterMark: 1 << 20 }));
}

/** Started several times over, for a time to be ready that does not hang on one start. */
async function start(spec) {
  const times = [];
  for (let i = 1; ; i++) {
    const server = await startServer(spec);
    times.push(server.readyMs);
    if (i === STARTS) return { ...spec, ...server, readyMs: median(times) };
    await server.stop();
  }
}

/** Of each server, in MB, after nobody has asked it anything for a while. */
async function memoryAtRest(servers) {
  await pause(REST_MS);
  return new Map(servers.map((server) => [server, server.nowMb()]));
}

/** Of each case, the size of an answer on the last, largest data set. */
async function sizesOfRightAnswers(pairs, cases) {
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

/** The constant servers are the measure of lists, and the hand-written way of whatever is not expanded. */
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
