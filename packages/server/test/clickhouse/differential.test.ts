import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { issueSecret } from '#goalpost/access/secret.js';
import { BASE_PATH, buildApp } from '#goalpost/app.js';
import { readCursor } from '#goalpost/http/cursor.js';
import type { PageStart } from '#goalpost/model/page.js';
import { ABILITIES } from '#goalpost/model/token.js';
import { newUlid } from '#goalpost/model/ulid.js';
import { openSqliteStore } from '#goalpost/sqlite/sqlite-store.js';
import { SNAPSHOT_KEPT_MS, type Store, StoreUnavailable } from '#goalpost/store/store.js';
import { FIREFOX } from '../collect/track/track.js';
import { byPlace, replicaFaults } from '../faults/faults.js';
import { Storm } from '../faults/storm.js';
import type { OpenedStore } from '../store/open-store.js';
import type { App } from '../support/app.js';
import { project, T0, token } from '../support/builders.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { type FaultyProxy, startFaultyProxy } from '../support/clickhouse/faulty-proxy.js';
import { openOn } from '../support/clickhouse/store.js';
import { type Asked, TRACK } from './data-sets/asked.js';
import { type History, history, ROUNDS } from './data-sets/history.js';

// Sends the same data sets and requests to a server on each store, and compares all answers byte for byte; once more while
// replicas of ClickHouse are killed, frozen, filled and damaged. `SEED=… npx
// vitest run …` chooses other data, `HISTORIES=…` another number; a failure names both.

vi.setConfig({ testTimeout: 1_200_000 });

const SEED = Number(process.env.SEED ?? 20_261_125);
const HISTORIES = Number(process.env.HISTORIES ?? 36);
/** Histories that run at the same time, each in its own project. */
const AT_ONCE = 90;
/** Sessions whose last event is older are erased. Some have events of 1970. */
const KEPT_SINCE = 1000;

interface Side {
  readonly store: Store;
  readonly app: App;
}

/** A number of histories, and where they run. On one node, this process computes all conversions; on two shards, ClickHouse does. */
const CASES = [
  { where: 'one node', shards: 1, replicas: 1, recordsPerReadMax: 10_000, histories: HISTORIES },
  { where: 'two shards', shards: 2, replicas: 1, recordsPerReadMax: 0, histories: Math.ceil(HISTORIES / 2) },
  {
    where: 'replicas with faults',
    shards: 2,
    replicas: 2,
    recordsPerReadMax: 10_000,
    histories: Math.ceil(HISTORIES / 6),
  },
] as const;

describe.each(CASES)('ClickHouse on $where', ({ shards, replicas, recordsPerReadMax, histories }) => {
  let cluster: Cluster;
  let proxies: FaultyProxy[];
  let storm: Storm | null = null;
  let clickHouse: OpenedStore;
  let dataDir: string;
  let sides: readonly [Side, Side];
  let now = T0;
  const compared = { dataSets: 0, answers: 0, statuses: new Map<number, number>() };

  beforeAll(async () => {
    cluster = await startCluster(shards, replicas, { diskMb: 512 });
    proxies = await Promise.all(cluster.urls.map((url, index) => startFaultyProxy(url, SEED + index)));
    const urls = replicas > 1 ? proxies.map(({ url }) => url) : cluster.urls;
    clickHouse = await openOn(cluster, () => now, { recordsPerReadMax, urls });
    dataDir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
    const sqlite = openSqliteStore(dataDir, { now: () => now });
    const side = async (store: Store): Promise<Side> => ({ store, app: await buildApp({ store, now: () => now }) });
    sides = [await side(sqlite), await side(clickHouse.store)];
  });
  afterAll(async () => {
    for (const { app } of sides) await app.close();
    await clickHouse.release();
    await Promise.all(proxies.map((proxy) => proxy.stop()));
    await cluster.stop();
    await sides[0].store.close();
    rmSync(dataDir, { recursive: true });
  });

  it('gives the same answers as the SQLite store', async () => {
    const all = fc.sample(history, { seed: SEED, numRuns: histories });
    storm = replicas > 1 ? new Storm(byPlace(replicaFaults({ cluster, proxies })), SEED) : null;
    try {
      for (let start = 0; start < histories; start += AT_ONCE) {
        const faults = await compare(all.slice(start, start + AT_ONCE));
        const index = faults.findIndex((fault) => fault !== undefined);
        if (index !== -1) await shrink(start + index, faults[index]);
      }
    } finally {
      await storm?.stop();
    }
    const statuses = [...compared.statuses].sort(([one], [other]) => one - other).map((pair) => pair.join(': '));
    const { dataSets, answers } = compared;
    const broken = storm ? `, ${storm.timeline.all.length} faults` : '';
    console.log(`${dataSets} data sets, ${answers} answers the same (${statuses.join(', ')})${broken}, SEED=${SEED}`);
    expect(dataSets).toBe(histories * ROUNDS);
    expect(answers).toBeGreaterThan(2.5 * dataSets);
    // Otherwise only refusals would be compared.
    expect(compared.statuses.get(200)).toBeGreaterThan(answers / 2);
  });

  /** Runs histories on both stores, side by side. Returns the fault of each, or undefined. */
  async function compare(all: readonly History[]): Promise<unknown[]> {
    const faults: unknown[] = all.map(() => undefined);
    const owners = await Promise.all(all.map(({ timeZone }) => makeProject(timeZone)));
    const askEach = (of: (one: History) => readonly Asked[]) =>
      Promise.all(
        all.map(async (one, index) => {
          try {
            for (const asked of of(one)) if (faults[index] === undefined) await ask(asked, owners[index]!);
          } catch (fault) {
            faults[index] = fault;
          }
        }),
      );
    for (let round = 0; round < ROUNDS; round++) {
      await askEach(({ rounds }) => rounds[round]!.changes);
      await askEach(({ rounds }) => rounds[round]!.meanwhile);
      now += SNAPSHOT_KEPT_MS;
      // The size of a step differs between stores.
      await both(async ({ store }) => {
        while (await untilUp(() => store.goals.work()));
        while (await untilUp(() => store.sessions.eraseOlderThan(KEPT_SINCE)));
      });
      await askEach(({ rounds }) => rounds[round]!.after);
      compared.dataSets += all.length;
    }
    return faults;
  }

  /** Searches for a smaller failing history, and throws. A history that fails only beside others is kept. */
  async function shrink(index: number, fault: unknown): Promise<never> {
    const alone = fc.asyncProperty(history, async (one) => {
      const [found] = await compare([one]);
      if (found !== undefined) throw found;
    });
    await fc.assert(alone, { seed: SEED, path: String(index), interruptAfterTimeLimit: 120_000 });
    throw new Error(`SEED=${SEED}, history ${index}, beside others: ${(fault as Error).message}`, { cause: fault });
  }

  /** Sends a request, again while nothing is broken if faults make the server refuse it. Erasing needs every replica. */
  async function answerOf(app: App, asked: Asked, owner: Owner, cursor: string | null) {
    const ask = () => send(app, asked, owner, cursor);
    const first = isErasure(asked) ? null : await ask();
    if (first && first.shown.status !== 503) return { ...first, isFirst: true };
    const again = async () => {
      const { next, shown } = await ask();
      if (shown.status === 503) throw new StoreUnavailable(shown.body);
      return { next, shown };
    };
    return { ...(await untilUp(again)), isFirst: first === null };
  }

  /** Does something that faults may prevent, until it succeeds. */
  async function untilUp<Result>(work: () => Promise<Result>): Promise<Result> {
    if (!storm) return work();
    return storm.calmly(() => vi.waitFor(work, { timeout: 60_000, interval: 100 }));
  }

  /** Does the same with both stores. */
  async function both(act: (side: Side) => Promise<void>): Promise<void> {
    await Promise.all(sides.map(act));
  }

  /** Creates a project in both stores. */
  async function makeProject(timeZone: string): Promise<Owner> {
    const id = newUlid();
    const { id: tokenId, bearerToken, secretHash } = issueSecret();
    const all = { abilities: ABILITIES, rateLimit: 1_000_000 };
    await both(async ({ store }) => {
      await store.projects.create(project({ id, timeZone }));
      await store.tokens.create(token({ id: tokenId, projectId: id, secretHash, ...all }));
    });
    return { bearerToken, site: project({ id }).siteKey };
  }

  /** Sends a request to both stores, then the requests for its later pages. */
  async function ask(asked: Asked, owner: Owner): Promise<void> {
    let cursors: readonly (string | null)[] = [null, null];
    do {
      const [one, other] = await Promise.all(
        sides.map(({ app }, index) => answerOf(app, asked, owner, cursors[index]!)),
      );
      // A change that was refused may have been done nevertheless, so its second answer may be another one.
      if (other!.isFirst || !isChange(asked)) expect({ asked, ...other!.shown }).toEqual({ asked, ...one!.shown });
      compared.answers++;
      compared.statuses.set(one!.shown.status, (compared.statuses.get(one!.shown.status) ?? 0) + 1);
      cursors = [one!.next, other!.next];
    } while (cursors[0] !== null);
  }
});

const isErasure = ({ method, address }: Asked) => method === 'DELETE' && address.startsWith('/sessions/');

const READS = ['/sessions/', '/project/sessions', '/goals/preview'];
const isChange = ({ method, address }: Asked) =>
  method !== 'GET' && !(method === 'POST' && READS.some((read) => address.startsWith(read)));

interface Owner {
  readonly bearerToken: string;
  readonly site: string;
}

async function send(
  app: App,
  { method, address, body: given }: Asked,
  { bearerToken, site }: Owner,
  cursor: string | null,
) {
  const isTracked = address === TRACK && typeof given === 'object';
  const body = isTracked ? { ...given, site } : given;
  const query = cursor === null || body ? '' : `${address.includes('?') ? '&' : '?'}cursor=${cursor}`;
  const payload = typeof body === 'object' ? JSON.stringify(cursor === null ? body : { ...body, cursor }) : body;
  const type = typeof body === 'object' ? 'application/json' : 'application/x-ndjson';
  const answer = await app.inject({
    method,
    url: `${BASE_PATH}${address}${query}`,
    headers: {
      ...(isTracked ? { 'user-agent': FIREFOX } : { authorization: `Bearer ${bearerToken}` }),
      ...(payload !== undefined && { 'content-type': type }),
    },
    ...(payload !== undefined && { payload }),
  });
  const next = /"next_cursor":"([\w-]+)"/.exec(answer.body)?.[1] ?? null;
  const { statusCode: status, headers } = answer;
  return { next, shown: { status, type: headers['content-type'], body: withoutNote(answer.body, next) } };
}

/** Decodes the cursor, without the store's own note. */
function withoutNote(body: string, cursor: string | null): string {
  if (cursor === null) return body;
  const { snapshot, ...start } = readCursor(cursor) as PageStart;
  return body.replace(cursor, JSON.stringify(start));
}
