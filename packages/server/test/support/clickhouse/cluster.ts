import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Place } from './config.js';
import { ClickHouseNode } from './node.js';

export interface Cluster {
  /** By shard, then replica. */
  readonly nodes: readonly ClickHouseNode[];
  readonly urls: readonly string[];
  /** Stops the nodes and deletes their data, unless `keptIn` was given. */
  stop(): Promise<void>;
}

/** Starts real nodes on free ports of 127.0.0.1. With `keptIn`, their data stays in that folder for the next start. */
export async function startCluster(shards: number, replicas: number, keptIn?: string): Promise<Cluster> {
  const dir = keptIn ?? mkdtempSync(path.join(tmpdir(), 'goalpost-clickhouse-'));
  const places = await placesFor(shards, replicas);
  const nodes = places.map(
    (place) => new ClickHouseNode(path.join(dir, `s${place.shard}r${place.replica}`), place, places),
  );
  const stop = async () => {
    await Promise.all(nodes.map((node) => node.stop()));
    if (keptIn === undefined) rmSync(dir, { recursive: true, force: true });
  };
  try {
    await Promise.all(nodes.map((node) => node.start()));
  } catch (error) {
    await stop();
    throw error;
  }
  return { nodes, urls: nodes.map(({ url }) => url), stop };
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
