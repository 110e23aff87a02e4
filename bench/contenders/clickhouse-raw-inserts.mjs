// Inserts rows of visits like those that wrk sends, through the store's own client, without look-ups of repeats, goals or
// waiting clients. The rows of a batch are ready before the clock starts.
import { performance } from 'node:perf_hooks';
import { Node } from '../../packages/server/dist/clickhouse/cluster/node.js';
import { precedencesAt, toRecord } from '../../packages/server/dist/clickhouse/rows/records.js';
import { entryOf } from '../../packages/server/dist/model/entry/entry.js';
import { toEventRow } from '../../packages/server/dist/store/event-row.js';
import { PROJECT_ID } from '../data/data-dir.mjs';
import { Random } from '../data/random.mjs';

const ROWS = 1000;
const WRITERS = 2;
const BATCHES = 50;
const SESSIONS = 3000;

const [url, database, seconds, seed] = process.argv.slice(2);
const node = new Node(url, database);
const random = new Random(Number(seed));
const sessions = Array.from({ length: SESSIONS }, () => random.ulid(Date.now()));
const batches = Array.from({ length: BATCHES }, () => Array.from({ length: ROWS }, row));
await node.insert({ table: 'records', rows: batches[0] });

const start = performance.now();
let inserted = 0;
await Promise.all(Array.from({ length: WRITERS }, write));
const perSecond = (inserted * ROWS * 1000) / (performance.now() - start);
await node.close();
console.log(JSON.stringify({ eventsPerSecond: perSecond }));

async function write() {
  while (performance.now() - start < Number(seconds) * 1000) {
    const rows = batches[inserted++ % BATCHES];
    await node.insert({ table: 'records', rows });
  }
}

function row() {
  const at = Date.now();
  const page = String(1 + random.below(50)).padStart(2, '0');
  const visit = {
    type: 'visit',
    sessionId: sessions[random.below(SESSIONS)],
    id: random.ulid(at),
    at,
    origin: 'trusted',
    url: `https://shop.example/products/${page}?ref=list`,
    title: `Product ${page}, a good one`,
    referrer: null,
  };
  return toRecord(PROJECT_ID, toEventRow(visit), entryOf(visit), precedencesAt(Date.now() * 1000));
}
