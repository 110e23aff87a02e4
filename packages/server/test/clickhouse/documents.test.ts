import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { Cluster } from '#goalpost/clickhouse/cluster/cluster.js';
import { Catalogue } from '#goalpost/clickhouse/projects/catalogue.js';
import type { ProjectId } from '#goalpost/model/ids.js';
import type { Store } from '#goalpost/store/store.js';
import { project, urlGoal } from '../support/builders.js';
import { startCluster, type Cluster as TestCluster } from '../support/clickhouse/cluster.js';
import { type ClickHouseDatabase, newDatabase, run } from '../support/clickhouse/store.js';

vi.setConfig({ testTimeout: 300_000 });

/** A document that lists the changes made to it. */
interface Log {
  readonly changes: readonly number[];
}

const P1 = 'p1' as ProjectId;
const PROCESSES = 3;
const EMPTY: Log = { changes: [] };

let node: TestCluster;
let database: ClickHouseDatabase;
let clusters: Cluster[];
let catalogues: Catalogue[];

beforeAll(async () => {
  node = await startCluster(1, 1);
});
afterAll(() => node.stop());
beforeEach(async () => {
  database = await newDatabase(node);
  clusters = await Promise.all(Array.from({ length: PROCESSES }, () => Cluster.connect(database)));
  catalogues = clusters.map((cluster) => new Catalogue(cluster));
});
afterEach(async () => {
  await Promise.all(clusters.map((cluster) => cluster.close()));
  await database.drop();
});

/** Appends a number, and returns the changes that were there before. */
const append = (catalogue: Catalogue, id: string, number: number, revisionMin = 1) =>
  catalogue.change<Log, readonly number[]>(
    'goals',
    id,
    (body) => ({ body: { changes: [...(body ?? EMPTY).changes, number] }, answer: (body ?? EMPTY).changes }),
    { revisionMin },
  );

/** Stores a document as `revisions` changes have left it, none of whose parts have been merged. */
const storeRevisions = (id: string, revisions: number) =>
  run(
    `${node.urls[0]}/?database=${database.database}&optimize_on_insert=0`,
    `INSERT INTO catalogue (kind, id, revision, writers, body)
     SELECT 'goals', '${id}', number + 1, arrayMap(back -> concat('w', toString(number + 1 - back)), range(toUInt64(least(number + 1, 50)))), '{"changes":[]}'
     FROM numbers(${revisions})`,
  );

it('applies every change of several processes exactly once, in an order that all of them have seen', async () => {
  const change = fc.record({ process: fc.nat({ max: PROCESSES - 1 }), skips: fc.constantFrom(0, 0, 0, 0, 3, 70) });
  const history = fc.record({
    revisions: fc.constantFrom(0, 0, 1, 48, 49, 50, 51, 500),
    rounds: fc.array(fc.array(change, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 }),
  });
  let histories = 0;
  await fc.assert(
    fc.asyncProperty(history, async ({ revisions, rounds }) => {
      const id = `d${histories++}`;
      if (revisions > 0) await storeRevisions(id, revisions);
      const seen: (readonly number[])[] = [];
      for (const round of rounds) {
        const revision = (await catalogues[0]!.find('goals', id))?.revision ?? 0;
        await Promise.all(
          round.map(async ({ process, skips }) => {
            const number = seen.push([]) - 1;
            seen[number] = await append(catalogues[process]!, id, number, revision + 1 + skips);
          }),
        );
      }
      for (const catalogue of catalogues) {
        const { body, revision } = (await catalogue.find<Log>('goals', id))!;
        expect([...body.changes].sort((one, other) => one - other)).toEqual(seen.map((_before, number) => number));
        for (const [place, number] of body.changes.entries())
          expect(seen[number]).toEqual(body.changes.slice(0, place));
        expect(revision).toBeGreaterThanOrEqual(revisions + rounds.length);
      }
    }),
    { numRuns: 40 },
  );
});

it('takes as many queries to change a document with 10,000 revisions as to change a new one', async () => {
  await storeRevisions('old', 10_000);
  const queriesOf = async (id: string) => {
    const count = async () => {
      await run(node.urls[0]!, 'SYSTEM FLUSH LOGS');
      const counted = `SELECT count() FROM system.query_log WHERE type = 'QueryFinish' AND current_database = '${database.database}'`;
      return Number(await run(node.urls[0]!, counted));
    };
    const before = await count();
    await append(catalogues[0]!, id, 1);
    return (await count()) - before;
  };
  expect(await queriesOf('new')).toBe(3);
  expect(await queriesOf('old')).toBe(3);
});

it('never shows a write that lost, even when ClickHouse has forgotten the write that won', async () => {
  await run(
    node.urls[0]!,
    `ALTER TABLE ${database.database}.catalogue MODIFY SETTING non_replicated_deduplication_window = 2`,
  );
  await append(catalogues[0]!, 'd', 1);
  for (let other = 0; other < 4; other++) await append(catalogues[1]!, `other${other}`, 1);
  await append(catalogues[2]!, 'd', 2);
  expect((await catalogues[0]!.find<Log>('goals', 'd'))!.body.changes).toEqual([1, 2]);
});

/** A store with a project, whose goals document has had many revisions. */
async function withOldGoals(test: (open: () => Promise<Store>) => Promise<void>): Promise<void> {
  const stores: Store[] = [];
  const open = async () => {
    const store = await database.open();
    stores.push(store);
    return store;
  };
  await (await open()).projects.create(project());
  try {
    await test(open);
  } finally {
    await Promise.all(stores.map((store) => store.close()));
  }
}

it('creates goals in a project whose goals have been changed more than 50 times', async () => {
  await withOldGoals(async (open) => {
    const store = await open();
    for (let round = 0; round < 30; round++) {
      await store.goals.create(P1, urlGoal('/'));
      await store.goals.remove(P1, urlGoal('/').key);
    }
    expect(await (await open()).goals.create(P1, urlGoal('/'))).toMatchObject({ key: 'goal' });
  });
});

it('creates goals right after a move, whatever revision the goals had where they come from', async () => {
  await withOldGoals(async (open) => {
    await (await open()).contents.putGoals(P1, { versions: [], revision: 120 });
    const [one, other] = [await open(), await open()];
    const answers = await Promise.all([
      one.goals.create(P1, urlGoal('/a', { key: 'a' })),
      other.goals.create(P1, urlGoal('/b', { key: 'b' })),
    ]);
    expect(answers).toMatchObject([{ key: 'a' }, { key: 'b' }]);
    expect(await one.goals.list(P1)).toHaveLength(2);
  });
});
