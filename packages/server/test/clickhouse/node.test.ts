import { afterAll, beforeAll } from 'vitest';
import { describeStore } from '../store/conformance.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';
import { openOn } from '../support/clickhouse/store.js';

// The model queries the store thousands of times, and each query goes over the network.
let node: Cluster;
beforeAll(async () => {
  node = await startCluster(1, 1);
});
afterAll(() => node.stop());

describeStore(
  'the ClickHouse store on one node',
  (now) => openOn(node, now, { sessionsPerSlice: 2, sessionsPerStep: 2 }),
  {
    histories: 30,
    reports: 3,
  },
);
