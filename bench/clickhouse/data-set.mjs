import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openClickHouseStore } from '../../packages/server/dist/clickhouse/clickhouse-store.js';
import { migrateNodes } from '../../packages/server/dist/clickhouse/cluster/migrate.js';
import { createProject } from '../data/data-dir.mjs';
import { run } from './nodes.mjs';
import { insertSql, sampleSql, sessionsWith } from './sessions-sql.mjs';

const SESSIONS_AN_INSERT = 200_000;
const SAMPLE_MAX = 200_000;

/** A database with so many conversions and a file of its session ids; made when it is not there yet. */
export async function clickHouseSet(nodes, benchDir, conversions) {
  const database = `conversions_${conversions}`;
  const shards = nodes.urls.length;
  const note = path.join(benchDir, 'clickhouse', `shards-${shards}`, `${database}.json`);
  const idsFile = path.join(benchDir, 'clickhouse', `session-ids-${conversions}.txt`);
  const origin = originOfData();
  if (!existsSync(note) || JSON.parse(readFileSync(note, 'utf8')).origin !== origin) {
    console.log(`Making ${database} on ${shards} ClickHouse node(s) …`);
    const bearerToken = await emptyDatabase(nodes, database);
    const sessions = sessionsWith(conversions);
    const [url] = nodes.urls;
    for (let from = 0; from < sessions; from += SESSIONS_AN_INSERT) {
      const sql = insertSql(from, Math.min(SESSIONS_AN_INSERT, sessions - from));
      await run(url, database, sql, { distributed_foreground_insert: '1', max_insert_threads: '1' });
    }
    await inOnePart(nodes, database);
    writeFileSync(idsFile, `${await run(url, database, sampleSql(sessions, SAMPLE_MAX))}\n`);
    writeFileSync(note, JSON.stringify({ origin, bearerToken }));
  }
  const { bearerToken } = JSON.parse(readFileSync(note, 'utf8'));
  return { conversions, database, idsFile, bearerToken, ...(await sizeOf(nodes, database)) };
}

/** Makes a database with a project and its goals anew; gives the bearer token. */
export async function emptyDatabase({ urls, cluster }, database) {
  for (const url of urls) await run(url, 'default', `DROP DATABASE IF EXISTS ${database} SYNC`);
  const options = { urls, cluster, database };
  await migrateNodes(options);
  const store = await openClickHouseStore(options);
  const bearerToken = await createProject(store);
  await store.close();
  return bearerToken;
}

/** How much there is of events, with their conversions, on all nodes together. */
export async function sizeOf({ urls }, database) {
  const sum = { events: 0, rows: 0, parts: 0, bytes: 0, indexBytes: 0 };
  for (const url of urls) {
    const table = tableOf(urls);
    const counted = await run(url, database, `SELECT count() FROM ${table} WHERE goal_no = 0`);
    const sizes = await run(
      url,
      database,
      `SELECT sum(rows), count(), sum(bytes_on_disk), sum(primary_key_bytes_in_memory) FROM system.parts
       WHERE database = '${database}' AND table = '${table}' AND active`,
    );
    const [rows, parts, bytes, indexBytes] = sizes.split('\t').map(Number);
    for (const [key, value] of Object.entries({ events: Number(counted), rows, parts, bytes, indexBytes }))
      sum[key] += value;
  }
  return { ...sum, bytesPerEvent: sum.bytes / sum.events };
}

/** One part on each node: what is compared is how much there is, and not in how many parts merges happened to leave it. */
async function inOnePart({ urls }, database) {
  const table = tableOf(urls);
  await Promise.all(urls.map((url) => run(url, database, `OPTIMIZE TABLE ${table} FINAL`)));
}

function tableOf(urls) {
  return urls.length > 1 ? 'records_local' : 'records';
}

function originOfData() {
  const schema = new URL('../../packages/server/dist/clickhouse/cluster/migrations/', import.meta.url);
  const sources = [
    new URL('001-initial.js', schema),
    ...['sessions-sql.mjs', 'data-set.mjs'].map((file) => new URL(file, import.meta.url)),
  ];
  const hash = createHash('sha256');
  for (const file of sources) hash.update(readFileSync(fileURLToPath(file)));
  return hash.digest('hex');
}
