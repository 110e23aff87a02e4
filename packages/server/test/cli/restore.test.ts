import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { BASE_PATH } from '#goalpost/app.js';
import { SCHEMA } from '#goalpost/sqlite/database/migrate.js';
import initial from '#goalpost/sqlite/database/migrations/001-initial.js';
import collector from '#goalpost/sqlite/database/migrations/002-collector.js';
import { urlGoal } from '../support/builders.js';
import { it, type Operator } from '../support/operator.js';
import { conversions, importOver, visitLines } from '../support/requests.js';
import { executeIn, rowsIn, valueIn } from '../support/sqlite.js';

const databaseOf = ({ dataDir }: Operator) => path.join(dataDir, 'goalpost.db');

/** Writes a backup of a new shop. `file` may be relative to the operator's directory. */
async function backUpShop(operator: Operator, file: string): Promise<void> {
  await operator.openShop();
  await operator.goalpost('backup', file);
}

/** Opens a shop with conversions, a visitor of today, an address-keyed session of an access log, and erased data. */
async function openBusyShop(operator: Operator): Promise<string> {
  const token = await operator.openShop(urlGoal('/thanks', { key: 'thanks' }));
  executeIn(databaseOf(operator), `UPDATE projects SET visitor_key = '${'ab'.repeat(32)}'`);
  const server = await operator.serve();
  await importOver(server, token, visitLines('s1', 50));
  await importOver(server, token, visitLines('erased', 50, '/erased-page'));
  const track = await fetch(`${server.url}${BASE_PATH}/track`, {
    method: 'POST',
    headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' },
    body: JSON.stringify({
      site: 'site-p1',
      events: [{ id: 'e1', type: 'visit', age: 0, url: 'https://shop.example/' }],
    }),
  });
  expect(track.status).toBe(202);
  const erased = await fetch(`${server.api}/sessions/erased`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${token}` },
  });
  expect(erased.status).toBe(200);
  server.process.kill('SIGTERM');
  await server.ended;
  return token;
}

const SECRETS = `SELECT salt FROM salts UNION ALL SELECT hash FROM visitors UNION ALL SELECT visitor_key FROM projects`;

describe.concurrent('a backup', () => {
  it('has nothing from which an address could be found by trying, not even in bytes that are not used', async ({
    operator,
  }) => {
    await openBusyShop(operator);
    const database = databaseOf(operator);
    const secrets = rowsIn(database, SECRETS).map(([secret]) => String(secret));
    expect(secrets.length).toBeGreaterThanOrEqual(3);
    // Freed pages of the original, which a copy of the file would have.
    executeIn(
      database,
      'PRAGMA secure_delete = OFF; CREATE TABLE gone (text); INSERT INTO gone SELECT salt FROM salts; DROP TABLE gone',
    );
    expect(await operator.goalpost('backup', 'copy.db')).toMatchObject({ code: 0 });
    const copy = path.join(operator.dir, 'copy.db');
    const bytes = readFileSync(copy);
    expect(bytes.includes('https://shop.example')).toBe(true);
    for (const text of [...secrets, 'erased-page']) expect(bytes.includes(text)).toBe(false);
    expect(rowsIn(copy, SECRETS)).toEqual([['']]);
    expect(valueIn(copy, 'PRAGMA freelist_count')).toBe(0);
    expect(readdirSync(operator.dir).sort()).toEqual(['copy.db', 'data']);
  });

  it('has everything else', async ({ operator }) => {
    await openBusyShop(operator);
    await operator.goalpost('backup', 'copy.db');
    const copy = path.join(operator.dir, 'copy.db');
    const contentsOf = (file: string) => {
      const tables = rowsIn(file, `SELECT name, sql FROM sqlite_schema ORDER BY name`);
      const rows = tables
        .filter(
          ([name]) => !/^(sqlite_.*|salts|visitors|installation|projects)$/.test(String(name)) && isTable(file, name),
        )
        .map(([name]) => [name, rowsIn(file, `SELECT * FROM ${name} ORDER BY ${columnsOf(file, name)}`)]);
      return { tables, rows, projects: rowsIn(file, `SELECT id, name, site_key, events_stored FROM projects`) };
    };
    expect(contentsOf(copy)).toEqual(contentsOf(databaseOf(operator)));
  });
});

const columnsOf = (file: string, table: unknown) =>
  rowsIn(file, `SELECT name FROM pragma_table_info('${table}')`).join();
const isTable = (file: string, name: unknown) =>
  valueIn(file, `SELECT type FROM sqlite_schema WHERE name = '${name}'`) === 'table';

describe.concurrent('goalpost restore', () => {
  it('makes a database that serves the same answers, with new keys, and says what is in it', async ({ operator }) => {
    const token = await openBusyShop(operator);
    await operator.goalpost('backup', 'copy.db');
    const restored = path.join(operator.dir, 'new/restored');
    const { code, stdout, stderr } = await operator.goalpost('restore', 'copy.db', '--data-dir', restored);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lastEvent = new Date(
      Number(valueIn(databaseOf(operator), 'SELECT max(ended_at) FROM sessions')),
    ).toISOString();
    expect(stdout).toBe(`Restored copy.db into ${restored}.
  projects     1
  sessions     2
  events       51
  conversions  50
  first event  2026-01-03T00:00:00.000Z
  last event   ${lastEvent}
`);
    const database = path.join(restored, 'goalpost.db');
    expect(readdirSync(restored)).toEqual(['goalpost.db']);
    expect(String(valueIn(database, 'SELECT visitor_key FROM projects'))).toMatch(/^[0-9a-f]{64}$/);
    expect(valueIn(database, 'SELECT visitor_key FROM projects')).not.toBe('ab'.repeat(32));

    const server = await operator.serve('--data-dir', restored);
    const { data } = await conversions(server, token, { session_ids: ['s1', 'erased'] });
    expect(data).toEqual(Array.from({ length: 50 }, (_, index) => `s1:url:thanks:v${index}`));
    const events = [{ id: 'e2', type: 'visit', age: 0, url: 'https://shop.example/' }];
    const body = JSON.stringify({ site: 'site-p1', events });
    const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' };
    expect((await fetch(`${server.url}${BASE_PATH}/track`, { method: 'POST', body, headers })).status).toBe(202);
    const saltOf = (file: string) => String(valueIn(file, 'SELECT salt FROM salts'));
    expect(saltOf(database)).toMatch(/^[0-9a-f]{64}$/);
    expect(saltOf(database)).not.toBe(saltOf(databaseOf(operator)));
  });

  it('gives the same as JSON; without events the period is null', async ({ operator }) => {
    await backUpShop(operator, 'copy.db');
    const { stdout } = await operator.goalpost('restore', 'copy.db', '--data-dir', 'new', '--json');
    expect(JSON.parse(stdout)).toEqual({
      projects: 1,
      sessions: 0,
      events: 0,
      conversions: 0,
      first_event_at: null,
      last_event_at: null,
    });
  });

  it('takes a database that was copied as a file too, and drops its salts, visitors and id', async ({ operator }) => {
    await openBusyShop(operator);
    executeIn(databaseOf(operator), `INSERT INTO installation VALUES (1, 'shop')`);
    copyFileSync(databaseOf(operator), path.join(operator.dir, 'copied.db'));
    expect(await operator.goalpost('restore', 'copied.db', '--data-dir', 'new')).toMatchObject({ code: 0, stderr: '' });
    const database = path.join(operator.dir, 'new/goalpost.db');
    expect(rowsIn(database, 'SELECT * FROM salts')).toEqual([]);
    expect(rowsIn(database, 'SELECT * FROM visitors')).toEqual([]);
    expect(rowsIn(database, 'SELECT * FROM installation')).toEqual([]);
    expect(readdirSync(operator.dir).sort()).toEqual(['copied.db', 'data', 'new']);
  });

  it('migrates a backup of an older schema', async ({ operator }) => {
    executeIn(
      path.join(operator.dir, 'old.db'),
      `${initial + collector} PRAGMA application_id = 0x474f414c; PRAGMA user_version = 2;
       INSERT INTO projects (project_no, id, name, time_zone, site_key, visitor_key, created_at)
       VALUES (1, 'p1', 'Shop', 'UTC', 's1', '00', 0);
       INSERT INTO sessions (session_no, project_no, session_id, started_at, ended_at, visits, clicks, custom_events)
       VALUES (1, 1, '1', 1000, 2000, 1, 0, 0);
       INSERT INTO events (session_no, event_id, type, occurred_at, url) VALUES (1, 'e1', 'visit', 1000, '/a');
       INSERT INTO salts VALUES ('2026-01-02', 'old-salt');`,
    );
    const { stdout } = await operator.goalpost('restore', 'old.db', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ projects: 1, sessions: 1, events: 1 });
    expect(valueIn(databaseOf(operator), 'PRAGMA user_version')).toBe(SCHEMA);
    expect(readFileSync(databaseOf(operator)).includes('old-salt')).toBe(false);
    expect(valueIn(path.join(operator.dir, 'old.db'), 'PRAGMA user_version')).toBe(2);
  });

  it.for(['goalpost.db', 'goalpost.db-wal'])('refuses to overwrite a %s', async (name, { operator }) => {
    await backUpShop(operator, 'copy.db');
    const other = path.join(operator.dir, 'other');
    mkdirSync(other);
    writeFileSync(path.join(other, name), 'precious');
    expect(await operator.goalpost('restore', 'copy.db', '--data-dir', other)).toEqual({
      code: 1,
      stdout: '',
      stderr: `goalpost: there is a ${name} in ${other} already, and a restore overwrites nothing; move it away first, or name another directory with --data-dir\n`,
    });
    expect(readFileSync(path.join(other, name), 'utf8')).toBe('precious');
    expect(readdirSync(other)).toEqual([name]);
  });

  it.for<[string, (file: string, operator: Operator) => unknown, string]>([
    ['that is missing', () => {}, 'FILE cannot be read: no such file or directory'],
    [
      'that is a text',
      (file) => writeFileSync(file, 'a shopping list\n'.repeat(100)),
      'FILE is not an SQLite database; name a file of "goalpost backup"',
    ],
    [
      'that is empty',
      (file) => writeFileSync(file, ''),
      'FILE is a database of another program, not of Goalpost; name a file of "goalpost backup"',
    ],
    [
      'of another program',
      (file) => executeIn(file, 'CREATE TABLE cookies (name)'),
      'FILE is a database of another program, not of Goalpost; name a file of "goalpost backup"',
    ],
    [
      'of a newer Goalpost',
      async (file, operator) => {
        await backUpShop(operator, file);
        executeIn(file, 'PRAGMA user_version = 99');
      },
      `FILE was written by a newer Goalpost (schema 99; this one knows up to ${SCHEMA}); upgrade Goalpost, then restore it`,
    ],
    [
      'that is cut off',
      async (file, operator) => {
        await openBusyShop(operator);
        await operator.goalpost('backup', 'whole.db');
        const whole = readFileSync(path.join(operator.dir, 'whole.db'));
        writeFileSync(file, whole.subarray(0, whole.length - 8192));
      },
      'FILE is damaged (database disk image is malformed); restore another backup',
    ],
    [
      'with a damaged index',
      async (file, operator) => {
        await backUpShop(operator, file);
        // The last place with the site key is in the index of site keys.
        const bytes = readFileSync(file);
        bytes.write('site-p2', bytes.lastIndexOf('site-p1'));
        writeFileSync(file, bytes);
      },
      'FILE is damaged (row 1 missing from index sqlite_autoindex_projects_2); restore another backup',
    ],
    [
      'with a table that has other columns',
      async (file, operator) => {
        await backUpShop(operator, file);
        executeIn(file, 'ALTER TABLE sessions DROP COLUMN source');
      },
      'FILE is damaged (its table sessions is not the one of its schema); restore another backup',
    ],
    [
      'without a table',
      async (file, operator) => {
        await backUpShop(operator, file);
        executeIn(file, 'DROP TABLE moves');
      },
      'FILE is damaged (its table moves is not the one of its schema); restore another backup',
    ],
  ])('refuses a file %s, and leaves nothing behind', async ([, make, sentence], { operator }) => {
    const file = path.join(operator.dir, 'copy.db');
    await make(file, operator);
    const { code, stdout, stderr } = await operator.goalpost('restore', file, '--data-dir', 'new');
    expect({ code, stdout, stderr: stderr.replace(file, 'FILE') }).toEqual({
      code: 1,
      stdout: '',
      stderr: `goalpost: ${sentence}\n`,
    });
    const left = existsSync(`${operator.dir}/new`) ? readdirSync(`${operator.dir}/new`) : [];
    expect(left).toEqual([]);
  });

  it('copies data only: what else a file defines does not come along', async ({ operator }) => {
    await backUpShop(operator, 'copy.db');
    executeIn(
      path.join(operator.dir, 'copy.db'),
      `CREATE TABLE other (x); CREATE VIEW all_projects AS SELECT * FROM projects;
       CREATE TRIGGER spy AFTER INSERT ON events BEGIN DELETE FROM projects; END`,
    );
    expect((await operator.goalpost('restore', 'copy.db', '--data-dir', 'new')).code).toBe(0);
    const names = rowsIn(`${operator.dir}/new/goalpost.db`, 'SELECT name FROM sqlite_schema').flat();
    expect(names).not.toEqual(expect.arrayContaining(['other']));
    expect(names).not.toEqual(expect.arrayContaining(['all_projects']));
    expect(names).not.toEqual(expect.arrayContaining(['spy']));
  });

  it('that is killed leaves no half database, and can be run again', async ({ operator }) => {
    await operator.openShop();
    executeIn(
      databaseOf(operator),
      `WITH RECURSIVE n (no) AS (VALUES (1) UNION ALL SELECT no + 1 FROM n WHERE no < 200000)
       INSERT INTO conversions SELECT 1, 's' || no, no, 'e', 1, NULL, 0 FROM n`,
    );
    await operator.goalpost('backup', 'copy.db');
    for (const dir of ['a', 'b', 'c', 'd']) {
      const restoring = operator.startGoalpost(['restore', 'copy.db', '--data-dir', dir]);
      // The first file in the directory is the incomplete one.
      while (!existsSync(`${operator.dir}/${dir}`) || readdirSync(`${operator.dir}/${dir}`).length === 0) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      restoring.process.kill('SIGKILL');
      await restoring.ended;
      const database = `${operator.dir}/${dir}/goalpost.db`;
      if (existsSync(database)) {
        expect(valueIn(database, 'SELECT count(*) FROM conversions')).toBe(200_000);
        continue;
      }
      expect(await operator.goalpost('restore', 'copy.db', '--data-dir', dir)).toMatchObject({ code: 0, stderr: '' });
      expect(valueIn(database, 'SELECT count(*) FROM conversions')).toBe(200_000);
    }
  });

  it.for<[string[], number, string]>([
    [
      ['--store', 'clickhouse'],
      1,
      'goalpost restore is for --store sqlite; ClickHouse restores its own backups: RESTORE DATABASE, see https://clickhouse.com/docs/operations/backup',
    ],
    [
      ['--clickhouse-url', 'http://127.0.0.1:8123'],
      2,
      '--clickhouse-url and --clickhouse-cluster are for --store clickhouse',
    ],
  ])('with %j says where ClickHouse stands', async ([flags, code, sentence], { operator }) => {
    const ended = await operator.goalpost('restore', 'copy.db', ...flags);
    expect(ended).toMatchObject({ code, stdout: '' });
    expect(ended.stderr).toBe(`goalpost: ${sentence}\n`);
  });
});
