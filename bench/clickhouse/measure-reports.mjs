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
    const contenders = {
      goalpost: () => ask(server, dataSet, body),
      straight: () => run(nodes.urls[0], dataSet.database, straight, WITHIN_MEMORY),
    };
    const samples = { goalpost: [], straight: [] };
    for (let time = 0; time <= TIMES; time++) {
      for (const [contender, question] of Object.entries(contenders)) {
        const taken = await timed(nodes, question);
        // The first one warms up.
        if (time > 0) samples[contender].push(taken);
      }
    }
    for (const contender of Object.keys(contenders)) {
      reports.push({ case: name, contender, perYear, atMostMs, samples: samples[contender] });
    }
  }
  await server.stop();
  console.log(`clickhouse reports: ${cases.length} cases, ${TIMES} times each`);
  return reports;
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
