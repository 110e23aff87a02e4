import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ProjectId } from '#goalpost/model/ids.js';
import { TIME_GROUPS } from '#goalpost/model/report.js';
import { newUlid } from '#goalpost/model/ulid.js';
import { timesOf } from '#goalpost/period/times.js';
import { openSqliteStore } from '#goalpost/sqlite/sqlite-store.js';
import type { SessionFactsById } from '#goalpost/store/contract/events.js';
import type { ReportQuestion } from '#goalpost/store/reports/question.js';
import type { Store } from '#goalpost/store/store.js';
import type { OpenedStore } from '../store/open-store.js';
import { project, T0 } from '../support/builders.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { openOn } from '../support/clickhouse/store.js';
import { repetitions } from '../support/repetitions.js';
import { type Drawn, QUESTIONS, SESSIONS, sessionsAndQuestions, ZONE } from './report-questions.js';

// Asks both stores the same questions about sessions that are full of conversions: every group, every filter, and pages whose
// path is not what their address says. `differential.test.ts` compares few of those.

vi.setConfig({ testTimeout: 1_200_000 });

/** All sessions are over. */
const NOW = T0 + 400 * 86_400_000;
const HISTORIES = repetitions(4);
const SEED = Number(process.env.SEED ?? 20_261_128);

describe.each([
  { where: 'one node', shards: 1 },
  { where: 'two shards', shards: 2 },
])('Reports and lists of ClickHouse on $where', ({ shards }) => {
  let cluster: Cluster;
  let clickHouse: OpenedStore;
  let dataDir: string;
  let stores: readonly [Store, Store];
  const compared = { conversions: 0, rows: 0, sessions: 0, pages: new Set<unknown>() };

  beforeAll(async () => {
    cluster = await startCluster(shards, 1);
    clickHouse = await openOn(cluster, () => NOW, { sessionsPerStep: 3 });
    dataDir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
    stores = [openSqliteStore(dataDir, { now: () => NOW }), clickHouse.store];
  });
  afterAll(async () => {
    await clickHouse.release();
    await cluster.stop();
    await stores[0].close();
    rmSync(dataDir, { recursive: true });
  });

  it('are those of SQLite', async () => {
    const histories = fc.sample(sessionsAndQuestions, { seed: SEED, numRuns: HISTORIES });
    for (const [index, history] of histories.entries()) {
      const projectId = newUlid() as ProjectId;
      const facts: SessionFactsById = new Map(
        history.clients.map((one, at) => [SESSIONS[at]!, { client: one, visitor: null }]),
      );
      for (const store of stores) {
        await store.projects.create(project({ id: projectId, timeZone: ZONE }));
        for (const one of history.goals) await store.goals.create(projectId, one);
      }
      // The background work on reports is not begun, done, behind, and done again.
      const questions = [...history.questions];
      const half = Math.ceil(history.events.length / 2);
      for (const events of [history.events.slice(0, half), history.events.slice(half)]) {
        for (const store of stores) await store.events.record(projectId, events, facts);
        const askSome = async () => {
          for (const asked of questions.splice(0, QUESTIONS / 4)) {
            await compare(projectId, asked, `SEED=${SEED}, history ${index}`);
          }
        };
        await askSome();
        for (const store of stores) while (await store.reports.work());
        await askSome();
      }
    }
    // Otherwise empty answers would be compared.
    expect(compared.conversions).toBeGreaterThan(HISTORIES * QUESTIONS);
    expect(compared.rows).toBeGreaterThan(HISTORIES * QUESTIONS);
    expect(compared.sessions).toBeGreaterThan(HISTORIES);
    expect(compared.pages.size).toBeGreaterThan(5);
  });

  async function compare(projectId: ProjectId, { queries, ...asked }: Drawn, where: string): Promise<void> {
    const whole: ReportQuestion = {
      projectId,
      ...asked,
      queries: queries.map((one) => {
        const time = TIME_GROUPS.find((group) => one.groupBy.includes(group));
        const times = time ? asked.periods.map((of) => timesOf(time, of, ZONE).starts) : null;
        return { ...one, times, after: null };
      }),
    };
    const { signal } = new AbortController();
    const [one, other] = await Promise.all(stores.map((store) => store.reports.answer(whole, signal)));
    expect({ where, whole, ...other }).toEqual({ where, whole, ...one });
    compared.conversions += one!.totals[0]!.conversions;
    for (const [index, { rows }] of one!.pages.entries()) {
      compared.rows += rows.length;
      const page = queries[index]!.groupBy.indexOf('page');
      if (page !== -1) for (const { group } of rows) compared.pages.add(group[page]);
    }
    for (const inPeriod of [false, true]) {
      const conversionTest = inPeriod ? { ...asked.filters.conversion, inPeriod } : asked.filters.conversion;
      const selection = {
        projectId,
        period: asked.periods[0]!,
        filters: { ...asked.filters, conversion: conversionTest },
      };
      const page = { sortKey: 'created_at', sortOrder: 'asc', limit: 100, offset: 0 } as const;
      const [listed, others] = await Promise.all(stores.map((store) => store.sessions.list(selection, page)));
      expect({ where, selection, ...others }).toEqual({ where, selection, ...listed });
      compared.sessions += listed!.total;
    }
  }
});
