import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Place } from './config.js';
import { ClickHouseNode, dataDirOf } from './node.js';
import { SmallDisks } from './small-disks.js';

export interface Cluster {
  /** By shard, then replica. */
  readonly nodes: readonly ClickHouseNode[];
  readonly urls: readonly string[];
  /** Null if the nodes share the machine's. */
  readonly disks: SmallDisks | null;
  /** Stops the nodes and deletes their data, unless `keptIn` was given. */
  stop(): Promise<void>;
}

export interface ClusterOptions {
  /** The nodes' data stays in this folder for the next start. */
  readonly keptIn?: string;
  /** Gives each node a disk of its own of this size in MB, where that is possible. */
  readonly diskMb?: number;
}

/** Starts real nodes on free ports of 127.0.0.1. */
export async function startCluster(
  shards: number,
  replicas: number,
  { keptIn, diskMb }: ClusterOptions = {},
): Promise<Cluster> {
  const dir = keptIn ?? mkdtempSync(path.join(tmpdir(), 'goalpost-clickhouse-'));
  const places = await placesFor(shards, replicas);
  const dirs = places.map(({ shard, replica }) => path.join(dir, `s${shard}r${replica}`));
  const disks = diskMb === undefined ? null : await SmallDisks.mount(dirs.map(dataDirOf), diskMb);
  const nodes = places.map((place, index) => new ClickHouseNode(dirs[index]!, place, places, disks));
  const stop = async () => {
    await Promise.all(nodes.map((node) => node.stop()));
    await disks?.unmount();
    if (keptIn === undefined) rmSync(dir, { recursive: true, force: true });
  };
  try {
    await Promise.all(nodes.map((node) => node.start()));
  } catch (error) {
    await stop();
    throw error;
  }
  return { nodes, urls: nodes.map(({ url }) => url), disks, stop };
}

async function placesFor(shards: number, replicas: number): Promise<Place[]> {
  const ports = await freePorts(2 * shards * replicas);
  return Array.from({ length: shards * replicas }, (_, index) => ({
    shard: 1 + Math.floor(index / replicas),
    replica: 1 + (index % replicas),
    httpPort: ports[2 * index]!,
    tcpPort: ports[2 * index + 1]!,
  }));
}

/** Below the system's ports for outgoing connections, so that a node's port is still free when it restarts. */
async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = randomInt(20_000, 32_000);
    if (await isFree(port)) ports.add(port);
  }
  return [...ports];
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
