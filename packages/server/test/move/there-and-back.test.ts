import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { issueSecret } from '#goalpost/access/secret.js';
import type { SessionId } from '#goalpost/model/ids.js';
import { ABILITIES } from '#goalpost/model/token.js';
import { dayOf } from '#goalpost/model/visitor.js';
import { moveInstallation } from '#goalpost/move/move.js';
import { openSqliteStore } from '#goalpost/sqlite/sqlite-store.js';
import { DOCUMENT_KINDS } from '#goalpost/store/documents.js';
import { SNAPSHOT_KEPT_MS, type Store } from '#goalpost/store/store.js';
import { project, T0, token, visit } from '../support/builders.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { newDatabase } from '../support/clickhouse/store.js';
import { answersOf } from './answers.js';
import { applyStep, type Step, steps } from './histories.js';

vi.setConfig({ testTimeout: 900_000 });

const INSTALLATIONS = 2;
const PROJECTS = 2;

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster(2, 2);
});
afterAll(() => cluster.stop());

const move = (source: Store, target: Store, now: number) =>
  moveInstallation({ source, target, now, onProgress: () => {}, signal: new AbortController().signal });

/** Creates one project per history and returns their tokens. */
async function fill(store: Store, histories: readonly Step[][], clock: { now: number }): Promise<string[]> {
  const tokens: string[] = [];
  for (const [index, history] of histories.entries()) {
    const { id } = project({ id: `p${index}` });
    await store.projects.create(
      project({
        id,
        timeZone: 'Europe/Amsterdam',
        allowedOrigins: ['https://shop.example'],
        ownHosts: ['blog.example'],
        createdAt: T0 + index,
      }),
    );
    const { id: tokenId, bearerToken, secretHash } = issueSecret();
    await store.tokens.create(
      token({ id: tokenId, projectId: id, secretHash, abilities: ABILITIES, rateLimit: 1_000_000, lastUsedAt: T0 }),
    );
    await store.tokens.create(token({ id: `old-${index}`, projectId: id, revokedAt: T0 + 1, expiresAt: T0 + 2 }));
    tokens.push(bearerToken);
    for (const step of history) {
      if (step.kind === 'wait') clock.now += SNAPSHOT_KEPT_MS;
      else await applyStep(store, step, id);
    }
    const ada = { client: null, visitor: { day: dayOf(T0), hash: `ada-${index}` } };
    await store.events.record(id, [visit('/', { sessionId: 'ada' })], new Map([['ada' as SessionId, ada]]));
    await store.visitors.salt(dayOf(T0));
    await store.documents.put({ kind: 'note', owner: id, id: 'n1' }, null, { text: `note ${index}` });
  }
  await store.documents.put({ kind: 'account', owner: null, id: 'ada' }, null, { email: 'ada@shop.example' });
  return tokens;
}

/** Data that no endpoint returns. */
async function hiddenData(store: Store) {
  const projects = await store.projects.list();
  return {
    projects,
    tokens: await Promise.all(projects.map(({ id }) => store.tokens.list(id))),
    goals: await Promise.all(projects.map(({ id }) => store.contents.goals(id).then(({ versions }) => versions))),
    documents: await Promise.all(
      [null, ...projects.map(({ id }) => id)].map(async (owner) =>
        (
          await Promise.all(
            DOCUMENT_KINDS.map((kind) => store.documents.list(kind, owner, { order: 'asc', after: null, limit: 10 })),
          )
        )
          .flat()
          .map(({ id, body }) => ({ id, body })),
      ),
    ),
    salt: await store.visitors.salt(dayOf(T0)),
    visitors: await Promise.all(
      projects.map((_, index) => store.visitors.sessions([{ day: dayOf(T0), hash: `ada-${index}` }], 0)),
    ),
  };
}

it('a moved installation answers as before, byte for byte, in ClickHouse and back in SQLite', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: PROJECTS, maxLength: PROJECTS }), async (histories) => {
      const clock = { now: T0 };
      const now = () => clock.now;
      const dir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
      const database = await newDatabase(cluster);
      const before = openSqliteStore(path.join(dir, 'before'), { now });
      const after = openSqliteStore(path.join(dir, 'after'), { now });
      const between = await database.open(now);
      const stores = [before, between, after];
      try {
        const tokens = await fill(before, histories, clock);
        const expected = await hiddenData(before);
        expect((await move(before, between, clock.now)).differences).toEqual([]);
        expect((await move(between, after, clock.now)).differences).toEqual([]);
        for (const store of stores) expect(await hiddenData(store)).toEqual(expected);
        const answers = await answersOf(before, tokens, now);
        for (const store of [between, after]) expect(await answersOf(store, tokens, now)).toEqual(answers);
        // Finish the matching that was in progress during the moves.
        for (const store of stores) while (await store.goals.work());
        const later = await answersOf(before, tokens, now);
        for (const store of [between, after]) expect(await answersOf(store, tokens, now)).toEqual(later);
      } finally {
        await Promise.all(stores.map((store) => store.close()));
        await database.drop();
        rmSync(dir, { recursive: true });
      }
    }),
    { numRuns: INSTALLATIONS, interruptAfterTimeLimit: 400_000, markInterruptAsFailure: false },
  );
});
