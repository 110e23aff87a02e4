import { statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { newUlid } from '#goalpost/model/ulid.js';
import { openSqliteStore } from '#goalpost/sqlite/sqlite-store.js';
import type { Store } from '#goalpost/store/store.js';
import { project, T0, urlGoal, visit } from '../support/builders.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { newDatabase, run } from '../support/clickhouse/store.js';
import { it, type Operator } from '../support/operator.js';
import { conversions, importOver, visitLines } from '../support/requests.js';
import { executeIn } from '../support/sqlite.js';

let node: Cluster;
beforeAll(async () => {
  node = await startCluster(1, 1);
});
afterAll(() => node.stop());

const at = (database: string) => ['--clickhouse-url', node.urls[0]!, '--clickhouse-database', database];
const THERE = ['move', '--from', 'sqlite', '--to', 'clickhouse'];
const BACK = ['move', '--from', 'clickhouse', '--to', 'sqlite'];

/** A shop with three converting visits, and an empty database to move it to. */
async function openShop(operator: Operator) {
  const token = await operator.openShop(urlGoal('/thanks', { key: 'thanks' }));
  await working(operator, async ({ events }) => {
    await events.record(
      project().id,
      [1, 2, 3].map((number) => visit('/thanks', { sessionId: `s${number % 2}`, id: `e${number}`, at: T0 + number })),
    );
  });
  const { database } = await newDatabase(node);
  return { token, database };
}

async function working(operator: Operator, work: (store: Store) => Promise<void>): Promise<void> {
  const store = openSqliteStore(operator.dataDir);
  await work(store);
  await store.close();
}

const SUMMARY = `PROJECT  NAME  GOALS  SESSIONS  EVENTS  CONVERSIONS
p1       Shop  1      2         3       3
`;

describe('goalpost move', () => {
  it('copies an installation there and back, and a server answers from the copy', async ({ operator }) => {
    const { token, database } = await openShop(operator);
    expect(await operator.goalpost(...THERE, ...at(database))).toEqual({ code: 0, stdout: SUMMARY, stderr: '' });
    const back = ['--data-dir', `${operator.dir}/back`];
    const { code, stdout, stderr } = await operator.goalpost(...BACK, ...back, ...at(database), '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const modeOf = (name: string) => statSync(path.join(operator.dir, 'back', name)).mode & 0o777;
    expect([modeOf('.'), modeOf('goalpost.db')]).toEqual([0o700, 0o600]);
    expect(JSON.parse(stdout)).toEqual({
      projects: [{ id: 'p1', name: 'Shop', goals: 1, sessions: 2, events: 3, conversions: 3 }],
      differences: [],
    });
    for (const store of [['--store', 'clickhouse', ...at(database)], back]) {
      const server = await operator.serve(...store);
      const data = ['s1:url:thanks:e1', 's0:url:thanks:e2', 's1:url:thanks:e3'];
      expect(await conversions(server, token, { session_ids: ['s0', 's1'] })).toEqual({ status: 200, data });
    }
  });

  it('copies new events when it is run again, even while a server uses the old store', async ({ operator }) => {
    const { token, database } = await openShop(operator);
    const server = await operator.serve();
    expect((await operator.goalpost(...THERE, ...at(database), '--quiet')).code).toBe(0);
    await importOver(server, token, visitLines('s1', 2));
    expect(await operator.goalpost(...THERE, ...at(database))).toEqual({
      code: 0,
      stdout: SUMMARY.replace('3       3', '5       5'),
      stderr: '',
    });
  });

  it('prints nothing with --quiet when all is well', async ({ operator }) => {
    const { database } = await openShop(operator);
    const ended = await operator.goalpost(...THERE, ...at(database), '--quiet');
    expect(ended).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('lists the differences of the copy and exits with 1', async ({ operator }) => {
    const { database } = await openShop(operator);
    await operator.goalpost(...THERE, ...at(database));
    // A move never removes extra data from the copy.
    await working(operator, async (store) => void (await store.sessions.erase(project().id, 's0' as never)));
    const { code, stderr } = await operator.goalpost(...THERE, ...at(database), '--quiet');
    expect(code).toBe(1);
    expect(stderr.replaceAll(/\d{8,}/g, 'N')).toBe(`goalpost: p1 (Shop), sessions: 1 in sqlite, 2 in clickhouse
goalpost: p1 (Shop), visits: 2 in sqlite, 3 in clickhouse
goalpost: p1 (Shop), conversions of goal thanks, version 1: 2 in sqlite, 3 in clickhouse
goalpost: p1 (Shop), checksum of conversions of goal thanks, version 1: N in sqlite, N in clickhouse
goalpost: p1 (Shop), checksum of events: N in sqlite, N in clickhouse
goalpost: p1 (Shop), checksum of sessions: N in sqlite, N in clickhouse
goalpost: the copy differs, as happens when a server uses sqlite during the move; stop the server and run this again. If sessions were erased in sqlite since, they are still in clickhouse: start again with an empty clickhouse
`);
  });

  it('notices a difference of a single letter', async ({ operator }) => {
    const { database } = await openShop(operator);
    await operator.goalpost(...THERE, ...at(database));
    const dir = path.join(operator.dir, 'back');
    await operator.goalpost(...BACK, ...at(database), '--data-dir', dir);
    executeIn(
      path.join(dir, 'goalpost.db'),
      `UPDATE events SET url_path = '/thankS' WHERE event_id = 'e2'; UPDATE moves SET fingerprint = NULL`,
    );
    const { code, stderr } = await operator.goalpost(...BACK, ...at(database), '--data-dir', dir);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^goalpost: p1 \(Shop\), checksum of events: \d+ in clickhouse, \d+ in sqlite\n/);
  });

  it('an incomplete copy is not served until the move has been completed', async ({ operator }) => {
    const { database } = await openShop(operator);
    const dir = path.join(operator.dir, 'back');
    await operator.goalpost(...THERE, ...at(database));
    await operator.goalpost(...BACK, ...at(database), '--data-dir', dir);
    executeIn(path.join(dir, 'goalpost.db'), 'UPDATE moves SET fingerprint = NULL');
    const { database: empty } = await newDatabase(node);
    const serve = ['serve', '--port', '0', '--data-dir', dir];
    expect(await operator.goalpost(...serve)).toEqual(refusal(NOT_DONE));
    expect(await operator.goalpost(...THERE, ...at(empty), '--data-dir', dir)).toEqual(refusal(NOT_DONE));
    expect((await operator.goalpost(...BACK, ...at(database), '--data-dir', dir)).code).toBe(0);
    await operator.startGoalpost(serve).said(/Goalpost listens on/);
  });
});

const NOT_DONE =
  'this store holds only part of an installation, because a move into it has not finished; run that "goalpost move" again';

const refusal = (...sentences: string[]) => ({
  code: 1,
  stdout: '',
  stderr: sentences.map((sentence) => `goalpost: ${sentence}\n`).join(''),
});

describe('goalpost move refuses', () => {
  it('wrong flags, all at once', async ({ operator }) => {
    expect(await operator.goalpost('move', '--to', 'mysql', '--clickhouse-url', 'ch1:8123')).toEqual({
      code: 2,
      stdout: '',
      stderr: `goalpost: --from is required (or GOALPOST_FROM): store to copy from
goalpost: --to must be one of sqlite, clickhouse; got "mysql"
goalpost: --clickhouse-url must be an address such as http://user:password@127.0.0.1:8123, with nothing behind it (the database is named with --clickhouse-database); got something else (not shown, because it may contain a password)
`,
    });
    expect(await operator.goalpost('move', '--from', 'sqlite', '--to', 'sqlite', '--data-dir', 'none')).toEqual({
      code: 2,
      stdout: '',
      stderr: `goalpost: --to must differ from --from; both are sqlite
goalpost: there is no database in none; name another directory with --data-dir, or begin with "goalpost project create"
`,
    });
    expect(await operator.goalpost(...THERE, '--data-dir', 'none')).toEqual({
      code: 2,
      stdout: '',
      stderr: `goalpost: there is no database in none; name another directory with --data-dir, or begin with "goalpost project create"
goalpost: --clickhouse-url is required (or GOALPOST_CLICKHOUSE_URL): address of a ClickHouse node, such as http://user:password@127.0.0.1:8123
`,
    });
  });

  it('a database without tables', async ({ operator }) => {
    await operator.openShop();
    const { code, stderr } = await operator.goalpost(...THERE, ...at(`none_${newUlid()}`));
    expect(code).toBe(1);
    expect(stderr).toMatch(/ has no Goalpost database yet; create it with "goalpost migrate"\n$/);
  });

  it('an installation without projects', async ({ operator }) => {
    const { database } = await newDatabase(node);
    expect(await operator.goalpost(...BACK, ...at(database))).toEqual(
      refusal('there is no project in the store to move from, so there is nothing to move'),
    );
  });

  it('a store with other data', async ({ operator }) => {
    const { database } = await openShop(operator);
    const create = ['project', 'create', '--name', 'Blog', '--store', 'clickhouse', '--json'];
    const { id } = JSON.parse((await operator.goalpost(...create, ...at(database))).stdout);
    expect(await operator.goalpost(...THERE, ...at(database))).toEqual(
      refusal(
        `the store to move to is not empty: it holds ${id} (Blog); name an empty one with --data-dir or --clickhouse-database`,
      ),
    );
  });

  it('a store that is the target of another move', async ({ operator }) => {
    const { database } = await openShop(operator);
    const other = openSqliteStore(path.join(operator.dir, 'other'));
    await other.projects.create(project({ visitorKey: '11'.repeat(32) }));
    await other.close();
    await operator.goalpost(...THERE, ...at(database), '--data-dir', `${operator.dir}/other`);
    expect(await operator.goalpost(...THERE, ...at(database))).toEqual(
      refusal(
        'the store to move to is not empty: it holds p1 (Shop); name an empty one with --data-dir or --clickhouse-database',
      ),
    );
  });

  it('a copy that was changed since the move', async ({ operator }) => {
    const { token, database } = await openShop(operator);
    await operator.goalpost(...THERE, ...at(database));
    const server = await operator.serve('--store', 'clickhouse', ...at(database));
    await importOver(server, token, visitLines('new', 1));
    expect(await operator.goalpost(...THERE, ...at(database))).toEqual(
      refusal(
        'the store to move to has changed since this installation was moved there; name an empty one with --data-dir or --clickhouse-database',
      ),
    );
    expect(await run(node.urls[0]!, `SELECT uniq(session_id) FROM ${database}.records`)).toBe('3\n');
  });
});
