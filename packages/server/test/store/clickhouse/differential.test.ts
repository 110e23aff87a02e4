import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { ProjectId } from '#goalpost/ids.js';
import { openSqliteStore } from '#goalpost/store/sqlite/sqlite-store.js';
import {
  type JsonPage,
  type PageRequest,
  type PageStart,
  type Selection,
  SNAPSHOT_KEPT_MS,
  type Store,
} from '#goalpost/store/store.js';
import { project, T0 } from '../../support/builders.js';
import { type Cluster, startCluster } from '../../support/clickhouse/cluster.js';
import { openOn } from '../../support/clickhouse/store.js';
import type { OpenedStore } from '../conformance.js';
import { type Asked, asked, carryOut, type Step, steps } from './histories.js';

// The same histories and the same requests, put to both stores: every answer has to be the same, byte for byte.

vi.setConfig({ testTimeout: 600_000, hookTimeout: 60_000 });

const HISTORIES = 25;
const REQUESTS_PER_HISTORY = 16;

let cluster: Cluster;
let clickHouse: OpenedStore;
let sqlite: Store;
let dataDir: string;
let now = T0;

beforeAll(async () => {
  cluster = await startCluster(2, 1);
  clickHouse = await openOn(cluster, () => now);
  dataDir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
  sqlite = openSqliteStore(dataDir, { now: () => now });
});
afterAll(async () => {
  await clickHouse.release();
  await cluster.stop();
  await sqlite.close();
  rmSync(dataDir, { recursive: true });
});

/** Does the same with both stores, and gives the answer they agree on. */
async function both<Answer>(ask: (store: Store) => Promise<Answer>): Promise<Answer> {
  const [one, other] = await Promise.all([ask(sqlite), ask(clickHouse.store)]);
  expect(other).toEqual(one);
  return one;
}

async function take(step: Step, projectId: ProjectId): Promise<void> {
  if (step.kind === 'wait') now += SNAPSHOT_KEPT_MS;
  else await both((store) => carryOut(store, step, projectId));
}

async function answer(store: Store, request: Asked, projectId: ProjectId): Promise<unknown> {
  const { key, limit, sessionIds, period, types, filters, sessionPage } = request;
  const selection: Selection = { projectId, sessionIds, period, types };
  const visits = { projectId, sessionIds, period, visitIds: null };
  if (key === 'sessions') return store.sessions.list({ projectId, period, filters }, sessionPage);
  if (key === 'timelines') {
    const page = { limit, after: null };
    return Promise.all(sessionIds.map(async (id) => shown(await store.sessions.timeline(projectId, id, page))));
  }
  if (key === 'visits') {
    return [await store.visits.count(visits), shown(await store.visits.list(visits, { limit, after: null }))];
  }
  if (key === 'count') {
    const counts = await store.conversions.count(selection);
    return [
      counts.sort((a, b) => (a.sessionId < b.sessionId ? -1 : 1)),
      await store.sessions.known(projectId, sessionIds),
    ];
  }
  const pages: string[] = [];
  for (let next: PageRequest | null = { limit, after: null }; next; ) {
    const page: JsonPage = await store.conversions[key](selection, next);
    pages.push(page.json);
    next = page.next && { limit, after: page.next };
  }
  return pages;
}

/** Without the store's own note of where the next page starts. */
function shown<Page extends { readonly next: PageStart | null }>(page: Page | null) {
  return page && { ...page, next: page.next && { ...page.next, snapshot: '' } };
}

it('answers as the SQLite store does', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      steps,
      fc.array(asked, { minLength: REQUESTS_PER_HISTORY, maxLength: REQUESTS_PER_HISTORY }),
      async (history, requests) => {
        const { id } = project({ id: `p${run++}` });
        await both((store) => store.projects.create(project({ id })));
        const ask = (request: Asked) => both((store) => answer(store, request, id));
        for (const [index, step] of history.entries()) {
          await take(step, id);
          if (index % 4 === 0) await ask(requests[index % requests.length]!);
        }
        await both(async (store) => {
          while (await store.goals.work());
        });
        await both((store) => store.goals.list(id));
        for (const request of requests) await ask(request);
      },
    ),
    // A history that fails may take minutes to be made short; this is long enough to see what is wrong.
    { numRuns: HISTORIES, interruptAfterTimeLimit: 300_000, markInterruptAsFailure: false },
  );
});
