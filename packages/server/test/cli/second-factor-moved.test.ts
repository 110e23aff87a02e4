import path from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { newDatabase } from '../support/clickhouse/store.js';
import { it, type Operator } from '../support/operator.js';
import { PASSWORD } from './first-account.js';
import { EMAIL, nextCode, post, setUpFactor, signIn, stop } from './second-factor.js';

let node: Cluster;
beforeAll(async () => {
  node = await startCluster(1, 1);
});
afterAll(() => node.stop());

async function newStore() {
  const { database } = await newDatabase(node);
  return ['--clickhouse-url', node.urls[0]!, '--clickhouse-database', database];
}

/** The key that the data directory has. */
const withKeyOf = ({ dataDir }: Operator) => ['--secret-key-file', path.join(dataDir, 'secret.key')];

describe('second factors in ClickHouse', () => {
  it('came from SQLite, and need its key; without it, the log says so and recovery codes let people in', async ({
    operator,
  }) => {
    await operator.openShop();
    const before = await operator.serve();
    const factor = await setUpFactor(operator, before);
    await stop(before);
    const at = await newStore();
    expect(await operator.goalpost('move', '--from', 'sqlite', '--to', 'clickhouse', ...at)).toMatchObject({ code: 0 });

    const without = await operator.serve('--store', 'clickhouse', ...at);
    await without.said(/"accounts":1,.*the secret key is not the one of these second factors.*--secret-key-file/);
    expect((await signIn(without, nextCode(factor))).message).toMatch(/cannot be checked.*--secret-key-file/);
    expect(await signIn(without, factor.recoveryCodes[0])).toMatchObject({ status: 200 });
    await stop(without);

    const after = await operator.serve('--store', 'clickhouse', ...at, ...withKeyOf(operator));
    expect(await signIn(after, nextCode(factor))).toMatchObject({ status: 200 });
  });

  it('are set up, used and removed there', async ({ operator }) => {
    // For its key alone.
    await operator.openShop();
    await stop(await operator.serve());
    const at = await newStore();
    const serve = ['--store', 'clickhouse', ...at, ...withKeyOf(operator)];
    const server = await operator.serve(...serve);
    const factor = await setUpFactor(operator, server, '--store', 'clickhouse', ...at);
    const code = nextCode(factor);
    expect(await signIn(server, code)).toMatchObject({ status: 200 });
    expect((await signIn(server, code)).message).toMatch(/^The code is wrong or was used before/);
    await stop(server);

    // Another server, which has not counted guesses yet.
    const other = await operator.serve(...serve);
    const [used, unused] = factor.recoveryCodes;
    expect(await signIn(other, used)).toMatchObject({ status: 200 });
    expect((await signIn(other, used)).message).toMatch(/^The code is wrong or was used before/);
    const given = { password: PASSWORD, code: unused };
    const removed = await post(other, '/auth/second-factor/remove', given, factor.cookie);
    expect(await removed.json()).toMatchObject({ data: { email: EMAIL, second_factor: false } });
    expect(await signIn(other)).toMatchObject({ status: 200 });
  });
});
