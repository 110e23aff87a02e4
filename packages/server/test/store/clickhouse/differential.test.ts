import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Event } from '#goalpost/collect/event.js';
import type { ProjectId, SessionId } from '#goalpost/ids.js';
import { openSqliteStore } from '#goalpost/store/sqlite/sqlite-store.js';
import {
  type JsonPage,
  type PageRequest,
  type Selection,
  SNAPSHOT_KEPT_MS,
  type Store,
} from '#goalpost/store/store.js';
import { project, T0 } from '../../support/builders.js';
import { type Cluster, startCluster } from '../../support/clickhouse/cluster.js';
import { openOn } from '../../support/clickhouse/store.js';
import type { OpenedStore } from '../conformance.js';
import { type Asked, asked, type Step, steps } from './histories.js';

// The same histories and the same requests, put to both stores: every answer has to be the same, byte for byte.

vi.setConfig({ testTimeout: 600_000, hookTimeout: 60_000 });

const HISTORIES = 60;
const REQUESTS_PER_HISTORY = 12;

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
  switch (step.kind) {
    case 'send':
      await both((store) => store.events.record(projectId, step.events as Event[], step.facts));
      return;
    case 'put':
      await both(async (store) => {
        const current = await store.goals.find(projectId, step.goal.key);
        return current ? store.goals.replace(projectId, current, step.goal) : store.goals.create(projectId, step.goal);
      });
      return;
    case 'remove':
      await both((store) => store.goals.remove(projectId, step.key));
      return;
    case 'erase':
      await both((store) => store.sessions.erase(projectId, step.sessionId as SessionId));
      return;
    case 'work':
      await both((store) => store.goals.work());
      return;
    case 'wait':
      now += SNAPSHOT_KEPT_MS;
  }
}

async function answer(store: Store, { key, limit, ...rest }: Asked, projectId: ProjectId): Promise<unknown> {
  const selection: Selection = { projectId, ...rest };
  if (key === 'count') {
    const counts = await store.conversions.count(selection);
    return [
      counts.sort((a, b) => (a.sessionId < b.sessionId ? -1 : 1)),
      await store.sessions.known(projectId, rest.sessionIds),
    ];
  }
  const pages: string[] = [];
  for (let request: PageRequest | null = { limit, after: null }; request; ) {
    const page: JsonPage = await store.conversions[key](selection, request);
    pages.push(page.json);
    request = page.next && { limit, after: page.next };
  }
  return pages;
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
        while (await both((store) => store.goals.work()));
        await both((store) => store.goals.list(id));
        for (const request of requests) await ask(request);
      },
    ),
    // A history that fails may take minutes to be made short; this is long enough to see what is wrong.
    { numRuns: HISTORIES, interruptAfterTimeLimit: 300_000, markInterruptAsFailure: false },
  );
});
