import type { Cluster } from '../support/clickhouse/cluster.js';
import type { ClickHouseNode } from '../support/clickhouse/node.js';
import type { RedisServer } from '../support/redis-server.js';
import type { Installation } from './installation.js';
import type { Server } from './server.js';

/** The share of a node's answers that are damaged, while they are. */
const DAMAGED = 0.4;

/** Something that can happen, and how it is repaired. */
export interface Fault {
  readonly name: string;
  /** Of the faults of one place, only one happens at a time, so that a healthy copy of everything is left. */
  readonly place: string;
  /** Whether even so no healthy copy of a shard is left. */
  readonly leavesNoCopy: boolean;
  /** Whether requests that have reached it wait until it is repaired. */
  readonly holdsRequests: boolean;
  begin(): Promise<unknown>;
  repair(): Promise<unknown>;
}

/** All faults of an installation, by place. */
export function faultsOf(installation: Installation): Map<string, Fault[]> {
  const { cluster, servers, redis } = installation;
  return byPlace([
    ...replicaFaults(installation),
    ...shardFaults(cluster),
    ...servers.flatMap(serverFaults),
    ...redisFaults(redis),
  ]);
}

export function byPlace(faults: readonly Fault[]): Map<string, Fault[]> {
  return Map.groupBy(faults, ({ place }) => place);
}

/** Of one replica of each shard. */
export function replicaFaults({ cluster, proxies }: Pick<Installation, 'cluster' | 'proxies'>): Fault[] {
  const { nodes, disks } = cluster;
  return nodes.flatMap((node, index) => {
    const fault = faultAt(`shard ${node.place.shard}`, `replica ${node.place.replica}`);
    const damage = (share: number) => async () => {
      proxies[index]!.share = share;
    };
    return [
      fault(
        'is killed',
        () => node.kill(),
        () => node.start(),
      ),
      fault('is frozen', send('SIGSTOP', node), send('SIGCONT', node)),
      fault('damages answers', damage(DAMAGED), damage(0)),
      ...(disks
        ? [
            fault(
              'has a full disk',
              () => disks.fill(node.dataDir),
              () => disks.free(node.dataDir),
            ),
          ]
        : []),
    ];
  });
}

function shardFaults({ nodes }: Cluster): Fault[] {
  return [1, 2].map((shard) => {
    const all = nodes.filter(({ place }) => place.shard === shard);
    const fault = faultAt(`shard ${shard}`, 'every replica', { leavesNoCopy: true });
    return fault('is frozen', send('SIGSTOP', ...all), send('SIGCONT', ...all));
  });
}

function serverFaults(server: Server, index: number): Fault[] {
  const who = `server ${index}`;
  const frozen = faultAt('servers', who, { holdsRequests: true });
  return [
    faultAt('servers', who)(
      'is killed',
      () => server.kill(),
      () => server.start(),
    ),
    frozen(
      'is frozen',
      async () => server.signal('SIGSTOP'),
      async () => server.signal('SIGCONT'),
    ),
  ];
}

function redisFaults(redis: RedisServer): Fault[] {
  const fault = faultAt('Redis', 'Redis');
  return [
    fault(
      'is killed',
      () => redis.kill(),
      () => redis.start(),
    ),
    fault(
      'is frozen',
      async () => redis.pause(),
      async () => redis.goOn(),
    ),
    fault(
      'is emptied',
      () => redis.command('FLUSHALL'),
      async () => {},
    ),
  ];
}

const faultAt =
  (place: string, who: string, { leavesNoCopy = false, holdsRequests = false } = {}) =>
  (what: string, begin: Fault['begin'], repair: Fault['repair']): Fault => ({
    name: who === place ? `${who} ${what}` : `${place}: ${who} ${what}`,
    place,
    leavesNoCopy,
    holdsRequests,
    begin,
    repair,
  });

const send =
  (signal: NodeJS.Signals, ...nodes: readonly ClickHouseNode[]) =>
  async () => {
    for (const { processId } of nodes) process.kill(processId!, signal);
  };
