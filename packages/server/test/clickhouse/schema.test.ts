import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MIGRATIONS } from '#goalpost/clickhouse/cluster/migrate.js';
import { plainEngines, replicatedEngines } from '#goalpost/clickhouse/cluster/migrations/engines.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { newDatabase, run } from '../support/clickhouse/store.js';
import { blocksOf, readPage } from '../support/markdown.js';

let node: Cluster;
beforeAll(async () => {
  node = await startCluster(1, 1);
});
afterAll(() => node.stop());

const plain = MIGRATIONS.flatMap((migration) => migration(plainEngines('main')));
const replicated = MIGRATIONS.flatMap((migration) => migration(replicatedEngines('main')));

describe('the schema of a replicated cluster', () => {
  it('is accepted by ClickHouse', async () => {
    for (const statement of replicated) {
      expect(await run(node.urls[0]!, `EXPLAIN AST ${statement}`)).toMatch(/^(CreateQuery|AlterQuery)/);
    }
    await expect(run(node.urls[0]!, 'EXPLAIN AST CREATE TABLE t (a UInt8 ENGINE')).rejects.toThrow('Syntax error');
  });

  it('differs from the tested one only in its engines', () => {
    const place = `'/clickhouse/tables/{shard}/{database}/{table}', '{replica}'`;
    const asPlain = (statement: string) =>
      statement
        .replace(/Replicated(\w*MergeTree)\(/, '$1(')
        .replace(`${place}, `, '')
        .replace(place, '');
    expect(replicated.map(asPlain)).toEqual(plain);
    expect(replicated.filter((statement) => /ENGINE = Replicated/.test(statement))).toHaveLength(5);
  });
});

describe('the schema of one node', () => {
  it("is the one in the engine's README", async () => {
    const url = node.urls[0]!;
    const [schema] = blocksOf(readPage('packages/server/src/clickhouse/README.md'), 'sql');
    const migrated = await newDatabase(node);
    await run(url, 'CREATE DATABASE described');
    const statements = schema!.replaceAll(/--.*$/gm, '').split(';').slice(0, -1);
    for (const statement of statements) await run(`${url}/?database=described`, statement);
    expect(await schemaIn(url, 'described')).toEqual(await schemaIn(url, migrated.database));
    await run(url, 'DROP DATABASE described');
    await migrated.drop();
  });
});

/** All metadata of the tables of a database, except comments. */
async function schemaIn(url: string, database: string): Promise<string[]> {
  const selects = [
    `SELECT name, engine_full FROM system.tables WHERE database = '${database}' ORDER BY ALL`,
    `SELECT table, position, name, type, default_expression, compression_codec FROM system.columns WHERE database = '${database}' ORDER BY ALL`,
    `SELECT table, name, type_full, expr, granularity FROM system.data_skipping_indices WHERE database = '${database}' ORDER BY ALL`,
  ];
  return (await Promise.all(selects.map((select) => run(url, select)))).flatMap((rows) => rows.trim().split('\n'));
}
