import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MIGRATIONS } from '#goalpost/clickhouse/cluster/migrate.js';
import { plainEngines, replicatedEngines } from '#goalpost/clickhouse/cluster/migrations/engines.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { run } from '../support/clickhouse/store.js';

let node: Cluster;
beforeAll(async () => {
  node = await startCluster(1, 1);
});
afterAll(() => node.stop());

const plain = MIGRATIONS.flatMap((migration) => migration(plainEngines('main')));
const replicated = MIGRATIONS.flatMap((migration) => migration(replicatedEngines('main')));

describe('the schema of a cluster whose replicas copy from each other', () => {
  it('is one that ClickHouse can read', async () => {
    for (const statement of replicated) {
      expect(await run(node.urls[0]!, `EXPLAIN AST ${statement}`)).toMatch(/^(CreateQuery|AlterQuery)/);
    }
    await expect(run(node.urls[0]!, 'EXPLAIN AST CREATE TABLE t (a UInt8 ENGINE')).rejects.toThrow('Syntax error');
  });

  it('differs from the one the tests run on by its engines alone', () => {
    const place = `'/clickhouse/tables/{shard}/{database}/{table}', '{replica}'`;
    const asPlain = (statement: string) =>
      statement
        .replace(/Replicated(\w*MergeTree)\(/, '$1(')
        .replace(`${place}, `, '')
        .replace(place, '');
    expect(replicated.map(asPlain)).toEqual(plain);
    expect(replicated.filter((statement) => /ENGINE = Replicated/.test(statement))).toHaveLength(4);
  });
});
