import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { Connection } from '../../packages/server/dist/sqlite/database/connection.js';
import { openSqliteStore } from '../../packages/server/dist/sqlite/sqlite-store.js';
import { createDataDir, databaseOf } from './data-dir.mjs';
import { Random } from './random.mjs';
import { Rows } from './rows.mjs';
import { sessions } from './sessions.mjs';

const ROWS_PER_TRANSACTION = 100_000;
const SAMPLE_MAX = 200_000;

/** Returns a data directory with `conversions` conversions and a file of its session ids. Creates them if needed. */
export async function conversionSet(benchDir, conversions) {
  const dir = path.join(benchDir, `conversions-${conversions}`);
  const dataDir = path.join(dir, 'data');
  const idsFile = path.join(dir, 'session-ids.txt');
  await keep(dir, async (partial) => {
    const bearerToken = await createDataDir(path.join(partial, 'data'));
    const ids = insertSessions(databaseOf(path.join(partial, 'data')), sessions(conversions));
    await prepareReports(path.join(partial, 'data'));
    writeFileSync(path.join(partial, 'session-ids.txt'), `${ids.join('\n')}\n`);
    writeFileSync(path.join(partial, 'token.txt'), bearerToken);
  });
  return { conversions, dataDir, idsFile, bearerToken: readFileSync(path.join(dir, 'token.txt'), 'utf8') };
}

/** Returns a file of events to import, in order of time, and the number of its events. Creates it if needed. */
export async function importSet(benchDir, conversions) {
  const dir = path.join(benchDir, `import-${conversions}`);
  await keep(dir, async (partial) => {
    const events = [...sessions(conversions)].flatMap((session) => session.events.map(({ event }) => event));
    const file = createWriteStream(path.join(partial, 'events.ndjson'));
    for (const event of events.sort((a, b) => a.at - b.at)) file.write(toLine(event));
    await finished(file.end());
    writeFileSync(path.join(partial, 'events.txt'), String(events.length));
    await createDataDir(path.join(partial, 'data'));
  });
  return {
    conversions,
    events: Number(readFileSync(path.join(dir, 'events.txt'), 'utf8')),
    file: path.join(dir, 'events.ndjson'),
    emptyDataDir: path.join(dir, 'data'),
  };
}

/** Inserts the rows of sessions, and returns a sample of their ids. */
export function insertSessions(file, all) {
  const connection = Connection.openWriter(file);
  // Need not survive a crash, because an incomplete set is discarded.
  connection.execute('PRAGMA synchronous = OFF');
  const sample = new Sample(SAMPLE_MAX);
  const rows = new Rows(connection);
  rows.insert(rowsOf(all, rows, sample), ROWS_PER_TRANSACTION);
  connection.dropLog();
  connection.close();
  return sample.items;
}

/** Does the background work of reports to its end. Otherwise the server does it while something else is measured. */
export async function prepareReports(dataDir) {
  const store = openSqliteStore(dataDir);
  while (await store.reports.work());
  await store.close();
}

function* rowsOf(all, rows, sample) {
  for (const session of all) {
    sample.add(session.id);
    yield* rows.of(session);
  }
}

/** A random sample of `size` items (reservoir sampling, algorithm R). */
class Sample {
  items = [];
  #seen = 0;
  #random = new Random(1);

  constructor(size) {
    this.size = size;
  }

  add(item) {
    const place = this.items.length < this.size ? this.items.length : this.#random.below(this.#seen + 1);
    if (place < this.size) this.items[place] = item;
    this.#seen++;
  }
}

function toLine({ sessionId, at, ...event }) {
  return `${JSON.stringify({ session_id: sessionId, ...event, at: new Date(at).toISOString() })}\n`;
}

/** Creates a folder with `make`, and keeps it until the schema, the code of the bench data or the `more` files change. */
export async function keep(dir, make, more = []) {
  const mark = path.join(dir, 'made-from.txt');
  const origin = originOfData(more);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === origin) return;
  console.log(`Creating ${path.relative(process.cwd(), dir)} …`);
  const partial = `${dir}.partial`;
  for (const old of [dir, partial]) rmSync(old, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  await make(partial);
  writeFileSync(path.join(partial, 'made-from.txt'), origin);
  renameSync(partial, dir);
}

function originOfData(more) {
  const store = new URL('../../packages/server/dist/sqlite/', import.meta.url);
  const sources = ['database/migrate.js', 'rows/event-rows.js', 'rows/origins.js'].map((file) => new URL(file, store));
  const own = ['sessions.mjs', 'random.mjs', 'rows.mjs', 'data-dir.mjs', 'data-set.mjs'].map(
    (file) => new URL(file, import.meta.url),
  );
  const hash = createHash('sha256');
  for (const file of [...sources, ...own, ...more]) hash.update(readFileSync(fileURLToPath(file)));
  return hash.digest('hex');
}
