import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { openClickHouseStore } from '../../packages/server/dist/clickhouse/clickhouse-store.js';
import { startServer } from '../measure/server.mjs';
import { emptyDatabase } from './data-set.mjs';
import { run } from './nodes.mjs';
import { clickHouseServer } from './server.mjs';
import { visitorsSql } from './visitors-sql.mjs';

const TIMES = 5;
const REPORTS = '/api/services/analytics/v1/reports/conversions';
const SESSIONS_PER_INSERT = 100_000;
/** The node has 2 GB. Joined in memory, a year of conversions takes more. */
const WITHIN_MEMORY = { join_algorithm: 'grace_hash', max_bytes_before_external_group_by: '500000000' };

/**
 * Asks for each report several times in sequence, and puts the same question straight to the node in turns. Returns the times
 * taken and the node's processor time, in ms.
 */
export async function measureClickHouseReports(nodes, benchDir, cases, perYear) {
  const dataSet = await reportSet(nodes, benchDir, perYear);
  const server = await startServer(clickHouseServer(nodes, dataSet));
  const reports = [];
  for (const { name, body, straight, atMostMs } of cases) {
    const asked = () => ask(server, dataSet, body);
    const put = () => run(nodes.urls[0], dataSet.database, straight, WITHIN_MEMORY);
    // These also warm up.
    await asked();
    const contenders = [['goalpost', asked], ...((await fitsIntoMemory(name, put)) ? [['straight', put]] : [])];
    const results = contenders.map(([contender, question]) => ({
      result: { case: name, contender, perYear, atMostMs, samples: [] },
      question,
    }));
    for (let time = 0; time < TIMES; time++) {
      for (const { result, question } of results) result.samples.push(await timed(nodes, question));
    }
    reports.push(...results.map(({ result }) => result));
  }
  await server.stop();
  console.log(`clickhouse reports: ${cases.length} cases, ${TIMES} times each`);
  return reports;
}

async function fitsIntoMemory(name, question) {
  try {
    await question();
    return true;
  } catch (error) {
    if (!error.message.includes('MEMORY_LIMIT_EXCEEDED')) throw error;
    console.log(`${name}: asked straight, the node needs more memory than its 2 GB`);
    return false;
  }
}

async function timed(nodes, question) {
  const [startedAt, [before]] = [performance.now(), nodes.cpuMs()];
  await question();
  return { ms: performance.now() - startedAt, nodeMs: nodes.cpuMs()[0] - before };
}

/** Returns a database with `perYear` sessions in 2025, prepared for reports. Creates it if it does not exist yet. */
async function reportSet(nodes, benchDir, perYear) {
  const database = `reports_${perYear}`;
  const note = path.join(benchDir, 'clickhouse', 'shards-1', `${database}.json`);
  const [url] = nodes.urls;
  if (!existsSync(note)) {
    console.log(`Creating ${database} …`);
    const bearerToken = await emptyDatabase(nodes, database);
    for (let from = 0; from < perYear; from += SESSIONS_PER_INSERT) {
      const sql = visitorsSql(perYear, from, Math.min(SESSIONS_PER_INSERT, perYear - from));
      await run(url, database, sql, { max_insert_threads: '1' });
    }
    await run(url, database, 'OPTIMIZE TABLE records FINAL');
    const store = await openClickHouseStore({ urls: nodes.urls, cluster: null, database });
    while (await store.reports.work());
    await store.close();
    writeFileSync(note, JSON.stringify({ bearerToken }));
  }
  return { database, ...JSON.parse(readFileSync(note, 'utf8')) };
}

async function ask(server, { bearerToken }, body) {
  const answer = await fetch(server.url + REPORTS, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearerToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${REPORTS} answered ${answer.status}: ${text}`);
}
