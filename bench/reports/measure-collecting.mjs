import { rmSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { collector, TRACK } from '../collect/measure-collect.mjs';
import { createDataDir, databaseOf } from '../data/data-dir.mjs';
import { startServer } from '../measure/server.mjs';
import { track } from '../measure/wrk.mjs';
import { REPORT_CASES } from './cases.mjs';
import { ask } from './measure-reports.mjs';

const SENT = [
  { name: 'track-1', events: 1, connections: 16 },
  { name: 'track-20', events: 20, connections: 16 },
];
const ASKED = REPORT_CASES.find(({ name }) => name === 'month-twelve-queries');
/** A console asks about this often when somebody looks at one page after the other. */
const ASKS_EVERY_MS = 2000;
const WARM_UP = { seconds: 5, seed: 99 };
/** These note on which days sessions were added or changed, so that kept days can be corrected. */
const TRIGGERS = ['session_added', 'session_changed'];

/**
 * Sends events to new projects, with what reports need noted and without, in turns. Then to a project with much history: alone,
 * while somebody asks for a large report now and then, and while one report follows the other. Returns a sample for each round.
 */
export async function measureCollectingWithReports(benchDir, dataSet, { rounds, seconds }) {
  const noting = await startServer(collector(await newProject(benchDir, 'noting')));
  const plain = await startServer(collector(await newProject(benchDir, 'not-noting', TRIGGERS)));
  const large = await startServer(collector(dataSet.dataDir));
  const results = [];
  for (const one of SENT) {
    const send = ({ url }, round) => track(url + TRACK, one, round);
    for (const server of [noting, plain, large]) await send(server, WARM_UP);
    const samples = [];
    for (let round = 1; round <= rounds; round++) {
      const at = (turn) => ({ seconds, seed: round * 10 + turn });
      samples.push({
        noting: await send(noting, at(1)),
        plain: await send(plain, at(2)),
        alone: await send(large, at(3)),
        nowAndThen: await whileAsking(large, dataSet, ASKS_EVERY_MS, () => send(large, at(4))),
        always: await whileAsking(large, dataSet, 0, () => send(large, at(5))),
      });
    }
    results.push({ case: one.name, samples });
  }
  for (const server of [noting, plain, large]) await server.stop();
  console.log(`collecting with reports: ${rounds} rounds of 5 loads, ${seconds} s each`);
  return results;
}

async function newProject(benchDir, name, withoutTriggers = []) {
  const dataDir = path.join(benchDir, name);
  rmSync(dataDir, { recursive: true, force: true });
  await createDataDir(dataDir);
  const db = new DatabaseSync(databaseOf(dataDir));
  for (const trigger of withoutTriggers) db.exec(`DROP TRIGGER ${trigger}`);
  db.close();
  return dataDir;
}

/** The result of a load, and how many reports were answered meanwhile. */
async function whileAsking(server, dataSet, everyMs, load) {
  let [reports, isOver] = [0, false];
  const asking = async () => {
    for (; !isOver; reports++) {
      await ask(server, dataSet, ASKED);
      await setTimeout(everyMs);
    }
  };
  const [sample] = await Promise.all([
    load().finally(() => {
      isOver = true;
    }),
    asking(),
  ]);
  return { ...sample, reports };
}
