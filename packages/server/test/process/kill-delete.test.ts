import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import { Authenticator } from '#goalpost/access/authenticator.js';
import { issueSecret } from '#goalpost/access/secret.js';
import type { ProjectId, SessionId } from '#goalpost/model/ids.js';
import { openSqliteStore } from '#goalpost/sqlite/sqlite-store.js';
import type { Store } from '#goalpost/store/store.js';
import { project, T0, token, urlGoal, visit } from '../support/builders.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { newDatabase } from '../support/clickhouse/store.js';
import { it, type Operator } from '../support/operator.js';
import { seeded } from '../support/seeded.js';

vi.setConfig({ testTimeout: 600_000 });

const SESSIONS = 200;
const EVENTS_PER_SESSION = 50;
const ROUNDS = 6;
const [KEPT, TIMED, KILLED] = ['p1', 'p2', 'p3'] as ProjectId[];
/** Of the project that is deleted. */
const SECRET = issueSecret();
const IDS = Array.from({ length: SESSIONS }, (_, index) => `s${index}` as SessionId);

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster(1, 1);
});
afterAll(() => cluster.stop());

interface Installation {
  readonly flags: readonly string[];
  open(): Promise<Store>;
}

async function installation(name: string, { dataDir }: Operator): Promise<Installation> {
  if (name === 'SQLite') return { flags: [], open: async () => openSqliteStore(dataDir) };
  const database = await newDatabase(cluster);
  const urls = ['--clickhouse-url', database.urls.join(',')];
  return {
    flags: ['--store', 'clickhouse', ...urls, '--clickhouse-database', database.database],
    open: () => database.open(),
  };
}

/** Opens the store for as long as `look` takes. */
async function within<Result>({ open }: Installation, look: (store: Store) => Promise<Result>): Promise<Result> {
  const store = await open();
  try {
    return await look(store);
  } finally {
    await store.close();
  }
}

async function fill(store: Store): Promise<void> {
  for (const id of [KEPT, TIMED, KILLED] as ProjectId[]) {
    await store.projects.create(project({ id, siteKey: `site-${id}`, name: id }));
    const { id: tokenId, secretHash } = id === KILLED ? SECRET : issueSecret();
    await store.tokens.create(token({ id: tokenId, secretHash, projectId: id }));
    await store.goals.create(id, urlGoal('/', { key: 'any' }));
    await store.documents.put({ kind: 'note', owner: id, id: 'n' }, null, {});
    for (let batch = 0; batch < EVENTS_PER_SESSION; batch += 10) {
      const events = IDS.flatMap((sessionId) =>
        Array.from({ length: 10 }, (_, index) => visit('/', { sessionId, id: `e${batch + index}`, at: T0 - batch })),
      );
      await store.events.record(id, events);
    }
  }
  while (await store.goals.work());
}

/** What a store still has of a project, whoever asks for it by its id. */
async function leftOf(store: Store, id: ProjectId) {
  const [found, tokens, known, goals, note] = await Promise.all([
    store.projects.find(id),
    store.tokens.list(id),
    store.sessions.known(id, IDS),
    store.goals.list(id),
    store.documents.find({ kind: 'note', owner: id, id: 'n' }),
  ]);
  return {
    found: found !== null,
    tokens: tokens.length,
    sessions: known.size,
    goals: goals.length,
    note: note !== null,
  };
}

const WHOLE = { found: true, tokens: 1, sessions: SESSIONS, goals: 1, note: true };
const GONE = { found: false, tokens: 0, sessions: 0, goals: 0, note: false };

it.for(['SQLite', 'ClickHouse'])(
  'a deletion that is killed at any moment leaves the project whole or unreadable, and is finished after a start: %s',
  async (name, { operator }) => {
    const random = seeded(20_261_128);
    const place = await installation(name, operator);
    await within(place, fill);
    const remove = (id: string) => ['project', 'delete', '--project', id, '--yes', ...place.flags];

    // How long a deletion takes here and now; one that is killed is killed within that time.
    const start = performance.now();
    expect(await operator.goalpost(...remove(TIMED!))).toMatchObject({ code: 0 });
    const duration = performance.now() - start;

    let isListed = true;
    for (let round = 0; round < ROUNDS; round++) {
      const args = isListed ? remove(KILLED!) : ['serve', '--port', '0', '--no-console', ...place.flags];
      const running = operator.startGoalpost(args, { input: null });
      // The first half of the time, the process only starts.
      await setTimeout(duration * (0.3 + 0.6 * random()));
      running.process.kill('SIGKILL');
      await running.ended;
      isListed = await within(place, async (store) => {
        const left = await leftOf(store, KILLED!);
        if (left.found) expect(left).toEqual(WHOLE);
        // Whoever reads needs a token of the project, or its id.
        const bearer = await new Authenticator(store, Date.now).authenticate(`Bearer ${SECRET.bearerToken}`);
        expect(bearer !== null).toBe(left.found);
        return left.found;
      });
    }

    if (isListed) expect(await operator.goalpost(...remove(KILLED!))).toMatchObject({ code: 0 });
    await operator.serve('--no-console', ...place.flags);
    const finished = () => within(place, (store) => leftOf(store, KILLED!));
    await vi.waitFor(async () => expect(await finished()).toEqual(GONE), { timeout: 120_000, interval: 500 });
    expect(await within(place, (store) => leftOf(store, KEPT!))).toEqual(WHOLE);
    expect(await within(place, (store) => store.contents.eventsTotal(KEPT!))).toBe(SESSIONS * EVENTS_PER_SESSION);
  },
);
