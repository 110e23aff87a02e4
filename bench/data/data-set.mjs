import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { Connection } from '../../packages/server/dist/sqlite/database/connection.js';
import { createDataDir, databaseOf } from './data-dir.mjs';
import { Random } from './random.mjs';
import { Rows } from './rows.mjs';
import { sessions } from './sessions.mjs';

const ROWS_PER_TRANSACTION = 100_000;
const SAMPLE_MAX = 200_000;

/** A data directory with so many conversions and a file of its session ids; made when it is not there yet. */
export async function conversionSet(benchDir, conversions) {
  const dir = path.join(benchDir, `conversions-${conversions}`);
  const dataDir = path.join(dir, 'data');
  const idsFile = path.join(dir, 'session-ids.txt');
  await keep(dir, async (partial) => {
    const bearerToken = await createDataDir(path.join(partial, 'data'));
    const ids = insertSessions(databaseOf(path.join(partial, 'data')), conversions);
    writeFileSync(path.join(partial, 'session-ids.txt'), `${ids.join('\n')}\n`);
    writeFileSync(path.join(partial, 'token.txt'), bearerToken);
  });
  return { conversions, dataDir, idsFile, bearerToken: readFileSync(path.join(dir, 'token.txt'), 'utf8') };
}

/** Sessions to import: the file, in order of time as a producer would send it, and how many events it has. */
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

function insertSessions(file, conversions) {
  const connection = Connection.openWriter(file);
  // Nothing here has to survive a crash: a set that is not whole is thrown away.
  connection.execute('PRAGMA synchronous = OFF');
  const sample = new Sample(SAMPLE_MAX);
  const rows = new Rows(connection);
  rows.insert(rowsOf(sessions(conversions), rows, sample), ROWS_PER_TRANSACTION);
  connection.dropLog();
  connection.close();
  return sample.items;
}

function* rowsOf(all, rows, sample) {
  for (const session of all) {
    sample.add(session.id);
    yield* rows.of(session);
  }
}

/** So many of the items, each with the same chance (reservoir sampling, algorithm R). */
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

/** Keeps what `make` puts into a folder until the schema or the code that makes it changes. */
async function keep(dir, make) {
  const mark = path.join(dir, 'made-from.txt');
  const origin = originOfData();
  if (existsSync(mark) && readFileSync(mark, 'utf8') === origin) return;
  console.log(`Making ${path.relative(process.cwd(), dir)} …`);
  const partial = `${dir}.partial`;
  for (const old of [dir, partial]) rmSync(old, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  await make(partial);
  writeFileSync(path.join(partial, 'made-from.txt'), origin);
  renameSync(partial, dir);
}

function originOfData() {
  const store = new URL('../../packages/server/dist/sqlite/', import.meta.url);
  const sources = ['database/migrate.js', 'rows/event-rows.js', 'rows/origins.js'].map((file) => new URL(file, store));
  const own = ['sessions.mjs', 'random.mjs', 'rows.mjs', 'data-dir.mjs', 'data-set.mjs'].map(
    (file) => new URL(file, import.meta.url),
  );
  const hash = createHash('sha256');
  for (const file of [...sources, ...own]) hash.update(readFileSync(fileURLToPath(file)));
  return hash.digest('hex');
}
