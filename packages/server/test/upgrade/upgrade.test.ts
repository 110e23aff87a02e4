import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect } from 'vitest';
import { newUlid } from '#goalpost/model/ulid.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { run } from '../support/clickhouse/store.js';
import { it, type Operator } from '../support/operator.js';

type Site = 'shop' | 'blog';

interface Question {
  readonly site: Site;
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  readonly status: number;
  readonly answer: object;
}

interface Installation {
  readonly tokens: Readonly<Record<Site, string>>;
  readonly asked: readonly Question[];
}

/** A table as a node of 0.1.0 had it. */
interface OldTable {
  readonly name: string;
  readonly ddl: string;
  readonly rows: readonly unknown[];
}

const fixture = (name: string) => readFileSync(new URL(`./0.1.0/${name}`, import.meta.url));
const { tokens, asked }: Installation = JSON.parse(fixture('answers.json').toString());

let node: Cluster;
beforeAll(async () => {
  node = await startCluster(1, 1);
});
afterAll(() => node.stop());

it('opens a SQLite installation of 0.1.0 and answers the same', async ({ operator }) => {
  mkdirSync(operator.dataDir);
  writeFileSync(path.join(operator.dataDir, 'goalpost.db'), gunzipSync(fixture('goalpost.db.gz')));
  await answersAsBefore(operator, {});
});

it('restores a backup of 0.1.0', async ({ operator }) => {
  const backup = path.join(operator.dir, 'backup.db');
  writeFileSync(backup, gunzipSync(fixture('goalpost.db.gz')));
  expect(await operator.goalpost('restore', backup)).toMatchObject({ code: 0, stderr: '' });
  await answersAsBefore(operator, {});
});

it('migrates a ClickHouse installation of 0.1.0 and answers the same', async ({ operator }) => {
  const database = `upgrade_${newUlid()}`;
  const url = node.urls[0]!;
  await run(url, `CREATE DATABASE ${database}`);
  const tables: readonly OldTable[] = JSON.parse(gunzipSync(fixture('clickhouse.json.gz')).toString());
  for (const { name, ddl, rows } of tables) {
    await run(url, ddl.replace('goalpost.', `${database}.`));
    const lines = rows.map((row) => JSON.stringify(row)).join('\n');
    await run(`${url}?query=INSERT+INTO+${database}.${name}+FORMAT+JSONCompactEachRow`, lines);
  }
  const env = {
    GOALPOST_STORE: 'clickhouse',
    GOALPOST_CLICKHOUSE_URL: url,
    GOALPOST_CLICKHOUSE_DATABASE: database,
  };
  expect(await operator.startGoalpost(['migrate'], { env }).ended).toMatchObject({ code: 0, stderr: '' });
  await answersAsBefore(operator, env);
});

/** Starts the server on an old installation, asks it whatever the old server was asked, and goes on with it. */
async function answersAsBefore(operator: Operator, env: Readonly<Record<string, string>>) {
  const server = operator.startGoalpost(['serve', '--port', '0'], { env });
  const [, url] = await server.said(/Goalpost listens on (http:[^"]+)/);
  const ask = async (site: Site, method: string, path: string, body?: object | string) => {
    const type = typeof body === 'string' ? 'application/x-ndjson' : 'application/json';
    const answer = await fetch(`${url}/api/services/analytics/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${tokens[site]}`, ...(body && { 'content-type': type }) },
      ...(body && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: answer.status, answer: await answer.json() };
  };
  for (const { site, method, path, body, status, answer } of asked) {
    // Answers may have more fields than those of 0.1.0 had.
    expect(await ask(site, method, path, body), path).toMatchObject({ status, answer: asToday(answer, url!) });
  }
  const before = { session_id: '1', id: 'e6', type: 'visit', at: '2026-01-03T10:03:31Z' };
  const lines = [before, { ...before, id: 'e7' }].map((event) =>
    JSON.stringify({ ...event, url: 'https://shop.example/thanks?order=1001' }),
  );
  expect(await ask('shop', 'POST', 'events/import', `${lines.join('\n')}\n`)).toMatchObject({
    answer: { data: { stored: 1, repeated: 1 } },
  });
  const thanks = { key: 'list', session_ids: [1], conversion_types: ['url'] };
  expect(await ask('shop', 'POST', 'sessions/get-conversions', thanks)).toEqual({
    status: 200,
    answer: { error: false, data: ['1:url:plans:e2', '1:url:thanks:e6', '1:url:thanks:e7'] },
  });
  server.process.kill('SIGTERM');
  expect(await server.ended).toMatchObject({ code: 0 });
}

/** An answer of 0.1.0 without what has changed on purpose: `matched` said how many events had been examined. */
function asToday(answer: object, url: string): object {
  const sameServer = JSON.stringify(answer).replaceAll('http://localhost:18311', url);
  return JSON.parse(sameServer, (key, value) => (key === 'matched' ? undefined : value));
}
