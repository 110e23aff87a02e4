import { afterAll, beforeAll } from 'vitest';
import { describeStore } from '../store/conformance.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { openOn } from '../support/clickhouse/store.js';

// The model queries the store thousands of times, and each query goes over the network.
let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster(2, 2);
});
afterAll(() => cluster.stop());

describeStore(
  'the ClickHouse store on two shards of two replicas',
  (now) => openOn(cluster, now, { sessionsPerStep: 2 }),
  {
    histories: 30,
    reports: 2,
  },
);
