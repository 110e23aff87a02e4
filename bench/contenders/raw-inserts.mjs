// The rows that an import leaves behind, inserted straight into the same tables, in the order of time. Every row is ready
// in memory before the clock starts.
import { performance } from 'node:perf_hooks';
import { Connection } from '../../packages/server/dist/sqlite/database/connection.js';
import { databaseOf } from '../data/data-dir.mjs';
import { Rows } from '../data/rows.mjs';
import { sessions } from '../data/sessions.mjs';

const ROWS_PER_TRANSACTION = 10_000;

const [dataDir, conversions] = process.argv.slice(2);
// The store's own connection, for the same page cache and the same durability.
const connection = Connection.openWriter(databaseOf(dataDir));
const rows = new Rows(connection);
const ready = [...sessions(Number(conversions))]
  .flatMap((session) => [...rows.of(session)])
  .sort((a, b) => a.at - b.at);
const start = performance.now();
rows.insert(ready, ROWS_PER_TRANSACTION);
const seconds = (performance.now() - start) / 1000;
connection.close();
console.log(JSON.stringify({ rows: ready.length, seconds }));
