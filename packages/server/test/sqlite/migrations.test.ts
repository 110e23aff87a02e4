import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { UNKNOWN } from '#goalpost/model/client.js';
import type { ProjectId, SessionId } from '#goalpost/model/ids.js';
import { Connection } from '#goalpost/sqlite/database/connection.js';
import { migrateTo } from '#goalpost/sqlite/database/migrate.js';
import initial from '#goalpost/sqlite/database/migrations/001-initial.js';
import collector from '#goalpost/sqlite/database/migrations/002-collector.js';
import { openSqliteStore } from '#goalpost/sqlite/sqlite-store.js';
import type { Selection } from '#goalpost/store/contract/conversions.js';
import { rowsIn } from '../support/sqlite.js';

/** A file with the second schema and an event for each kind of URL. */
const OLD_EVENTS = [
  { id: 'e1', type: 'visit', url: 'https://shop.example/thanks?x=1', title: 'Thanks' },
  { id: 'e2', type: 'visit', url: 'HTTP://Shop.example:8080', title: null },
  { id: 'e3', type: 'visit', url: '/go?to=https://other.example/', title: null },
  { id: 'e4', type: 'click', url: 'https://shop.example/a', title: null },
  { id: 'e5', type: 'event', url: null, title: null },
];

function makeOld(file: string) {
  const db = new DatabaseSync(file);
  db.exec(`${initial + collector}
    PRAGMA application_id = 0x474f414c;
    PRAGMA user_version = 2;
    INSERT INTO projects (project_no, id, name, time_zone, site_key, visitor_key, created_at, events_stored)
    VALUES (1, 'p1', 'Shop', 'UTC', 's1', '00', 0, 5);
    INSERT INTO sessions (session_no, project_no, session_id, started_at, ended_at, visits, clicks, custom_events)
    VALUES (1, 1, '1', 1000, 1000, 3, 1, 1), (2, 1, 'other', 1000, 1000, 0, 0, 0);
    UPDATE sessions SET browser = 'Firefox', entry_page = '/thanks';
    UPDATE sessions SET country = 'NL' WHERE session_no = 1;
    INSERT INTO visitors VALUES ('2026-01-02', 'hash', 1)`);
  const insert = db.prepare(`INSERT INTO events (session_no, event_id, type, occurred_at, url, title, name)
    VALUES (1, :id, :type, 1000, :url, :title, iif(:type = 'event', 'purchase', NULL))`);
  for (const event of OLD_EVENTS) insert.run(event);
  db.close();
}

function schemaOf(file: string) {
  const tables = rowsIn(file, 'SELECT name FROM sqlite_schema ORDER BY name').map(([name]) => name);
  const columns = tables.map((table) => [
    table,
    rowsIn(file, `PRAGMA table_info(${table})`),
    rowsIn(file, `PRAGMA index_xinfo(${table})`),
  ]);
  return { columns, origins: rowsIn(file, 'SELECT origin, events FROM origins ORDER BY origin') };
}

it('migrates a file of an older schema to that of a new file, and keeps its events', async () => {
  const [oldDir, newDir] = [1, 2].map(() => mkdtempSync(path.join(tmpdir(), 'goalpost-'))) as [string, string];
  makeOld(path.join(oldDir, 'goalpost.db'));
  const store = openSqliteStore(oldDir);
  const { session, entries } = (await store.sessions.timeline('p1' as ProjectId, '1' as SessionId, {
    limit: 10,
    after: null,
  }))!;
  expect(session).toMatchObject({ visits: 3, clicks: 1, customEvents: 1 });
  expect(session.client).toEqual({ ...UNKNOWN, browser: 'Firefox', country: 'NL' });
  expect(session.entry).toMatchObject({ page: '/thanks' });
  const visitor = { day: '2026-01-02', hash: 'hash' };
  expect(await store.visitors.sessions([visitor], 0)).toEqual([{ id: '1', startedAt: 1000, endedAt: 1000 }]);
  expect(entries.map(({ event }) => event)).toMatchObject(
    OLD_EVENTS.map(({ id, type, url, title }) => ({ id, type, url, ...(type === 'visit' && { title }) })),
  );
  await store.close();
  await openSqliteStore(newDir).close();
  const [migrated, fresh] = [oldDir, newDir].map((dir) => schemaOf(path.join(dir, 'goalpost.db')));
  expect(migrated!.columns).toEqual(fresh!.columns);
  // Without one of these indexes, all answers would be right but slow.
  const tables = migrated!.columns.map(([table]) => table);
  expect(tables).toEqual(
    expect.arrayContaining(['clients_by_facts', 'conversions_once', 'sessions_started', 'visits']),
  );
  expect(migrated!.origins).toEqual([
    ['HTTP://Shop.example:8080', 1],
    ['https://shop.example', 2],
  ]);
  for (const dir of [oldDir, newDir]) rmSync(dir, { recursive: true });
});

it('keeps an origin as long as an event uses it', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
  makeOld(path.join(dir, 'goalpost.db'));
  const store = openSqliteStore(dir);
  const p1 = 'p1' as ProjectId;
  const happening = { sessionId: '2' as SessionId, at: 2000, origin: 'trusted', title: null, referrer: null };
  const visit = (id: string, url: string) => ({ ...happening, type: 'visit', id, url }) as never;
  await store.events.record(p1, [visit('e1', 'https://shop.example/'), visit('e2', 'https://new.example/')]);
  // A repeated event with another URL, whose origin is new.
  expect(await store.events.record(p1, [visit('e1', 'https://nowhere.example/')])).toEqual(['repeated']);
  const origins = () => schemaOf(path.join(dir, 'goalpost.db')).origins;
  expect(origins()).toEqual([
    ['HTTP://Shop.example:8080', 1],
    ['https://new.example', 1],
    ['https://shop.example', 3],
  ]);
  await store.sessions.erase(p1, '1' as SessionId);
  expect(origins()).toEqual([
    ['https://new.example', 1],
    ['https://shop.example', 1],
  ]);
  await store.sessions.erase(p1, '2' as SessionId);
  expect(origins()).toEqual([]);
  await store.close();
  rmSync(dir, { recursive: true });
});

it('opens and extends a file written by better-sqlite3 12, which Goalpost used before node:sqlite', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
  const fixture = new URL('./fixtures/better-sqlite3-12.db.gz', import.meta.url);
  writeFileSync(path.join(dir, 'goalpost.db'), gunzipSync(readFileSync(fixture)));
  const store = openSqliteStore(dir);
  const [shop] = await store.projects.list();
  const selection: Selection = {
    projectId: shop!.id,
    sessionIds: ['1', '2', '3'] as SessionId[],
    period: { from: null, until: null },
    types: null,
  };
  const idsIn = async () => (await store.conversions.ids(selection, { limit: 100, after: null })).json;
  const ids = ['1:click:buy:e3', '1:event:purchase:e5', '1:url:thanks:e6', '2:click:buy:e2', '3:url:thanks:e2'];
  expect(JSON.parse(await idsIn())).toEqual(ids);
  const later = { type: 'visit', sessionId: '3', id: 'e9', at: Date.UTC(2026, 5, 1), title: null, referrer: null };
  await store.events.record(shop!.id, [{ ...later, origin: 'trusted', url: 'https://shop.example/thanks' } as never]);
  expect(JSON.parse(await idsIn())).toEqual([...ids, '3:url:thanks:e9']);
  await store.close();
  rmSync(dir, { recursive: true });
});

it('gives stored sources the names that they have today', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
  const file = path.join(dir, 'goalpost.db');
  makeOld(file);
  const db = new DatabaseSync(file);
  db.exec(`DELETE FROM sessions WHERE session_no = 2; UPDATE sessions SET source = 'google', utm_source = 'google'`);
  const insert =
    db.prepare(`INSERT INTO sessions (project_no, session_id, started_at, ended_at, visits, source, utm_source)
    VALUES (1, ?, 1000, 1000, 1, ?, ?)`);
  insert.run('2', 'Google', null);
  insert.run('3', 'checkout.stripe.com', null);
  insert.run('4', 'stripe.com', 'stripe.com');
  insert.run('5', 'xn--bcher-kva.example', null);
  insert.run('6', null, null);
  db.close();
  await openSqliteStore(dir).close();
  expect(rowsIn(file, 'SELECT source, utm_source FROM sessions ORDER BY session_id')).toEqual([
    ['Google', 'google'],
    ['Google', null],
    [null, null],
    ['stripe.com', 'stripe.com'],
    ['bücher.example', null],
    [null, null],
  ]);
  rmSync(dir, { recursive: true });
});

it('forgets days that are kept in a form that is no longer read, and reports on them from the rows', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
  const file = path.join(dir, 'goalpost.db');
  makeOld(file);
  const connection = Connection.openWriter(file);
  connection.write(() => migrateTo(connection, 17));
  connection.execute(`INSERT INTO report_days VALUES (1, 0, '[]', 'c', 1000, 1000);
    INSERT INTO report_columns VALUES (1, 0, 'session', x'00')`);
  connection.close();
  const store = openSqliteStore(dir);
  const { totals } = await store.reports.answer(
    {
      projectId: 'p1' as ProjectId,
      choice: { goals: null, types: null, origin: null },
      filters: { texts: {} },
      periods: [{ from: 0, until: 2000 }],
      goals: [],
      queries: [],
    } as never,
    new AbortController().signal,
  );
  expect(totals).toMatchObject([{ sessions: 2 }]);
  expect(rowsIn(file, 'SELECT * FROM report_days')).toEqual([]);
  expect(rowsIn(file, 'SELECT * FROM report_columns')).toEqual([]);
  await store.close();
  rmSync(dir, { recursive: true });
});
