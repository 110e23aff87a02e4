import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ABILITIES } from '#goalpost/model/token.js';
import { startCluster } from '../support/clickhouse/cluster.js';
import { freePort } from '../support/free-port.js';
import { RedisServer } from '../support/redis-server.js';

export type StoreName = 'sqlite' | 'clickhouse';

/** A `goalpost serve` of its own, with a project and a token that may do everything. */
export interface Target {
  readonly port: number;
  readonly siteKey: string;
  readonly bearerToken: string;
  /** Memory in MB, after garbage was collected: of JavaScript, and of the process. */
  memory(): Promise<{ readonly heap: number; readonly resident: number }>;
  /** Stops the server and all it used. Rejects when the server does not end well. */
  stop(): Promise<void>;
}

const MEASURED = pathToFileURL(fileURLToPath(new URL('measured.mjs', import.meta.url))).href;
const LOOK_EVERY_MS = 100;
const GOALPOST = fileURLToPath(new URL('../../bin/goalpost.js', import.meta.url));

/** On ClickHouse with one node and Redis, on SQLite alone. */
export async function startTarget(store: StoreName): Promise<Target> {
  const dir = mkdtempSync(path.join(tmpdir(), 'goalpost-fuzz-'));
  const stops: (() => Promise<void>)[] = [async () => rmSync(dir, { recursive: true, force: true })];
  const stop = async () => {
    for (const stopOne of stops.splice(0).reverse()) await stopOne();
  };
  try {
    const [storeFlags, serveFlags] = store === 'clickhouse' ? await startClickHouse(stops) : [['--data-dir', dir], []];
    if (store === 'clickhouse') await goalpost('migrate', ...storeFlags.slice(2));
    const project = JSON.parse(await goalpost('project', 'create', '--name', 'Shop', '--json', ...storeFlags));
    const rights = ['--ability', ABILITIES.join(','), '--rate-limit', '1000000'];
    const token = await goalpost('token', 'create', '--project', project.id, ...rights, '--quiet', ...storeFlags);
    const port = await freePort();
    const server = spawnServer(port, [...storeFlags, ...serveFlags]);
    stops.push(() => end(server));
    await ready(server, port);
    return { port, siteKey: project.site_key, bearerToken: token.trim(), memory: () => memoryOf(server), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startClickHouse(stops: (() => Promise<void>)[]): Promise<[storeFlags: string[], serveFlags: string[]]> {
  const cluster = await startCluster(1, 1);
  stops.push(cluster.stop);
  const redis = new RedisServer();
  await redis.start();
  stops.push(() => redis.kill());
  return [
    ['--store', 'clickhouse', '--clickhouse-url', cluster.urls[0]!],
    ['--redis-url', redis.url],
  ];
}

async function goalpost(...args: string[]): Promise<string> {
  const child = spawn(process.execPath, [GOALPOST, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`goalpost ${args[0]} ended with ${code}`);
  return output;
}

/** Its log has warnings and errors only, and is shown. */
function spawnServer(port: number, flags: readonly string[]): ChildProcess {
  const args = ['serve', '--port', String(port), '--log-level', 'warn', ...flags];
  return spawn(process.execPath, ['--expose-gc', '--import', MEASURED, GOALPOST, ...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}

async function ready(server: ChildProcess, port: number): Promise<void> {
  const isReady = () =>
    fetch(`http://127.0.0.1:${port}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isReady())) {
    requireRunning(server);
    await setTimeout(LOOK_EVERY_MS);
  }
}

async function memoryOf(server: ChildProcess): Promise<{ heap: number; resident: number }> {
  requireRunning(server);
  server.send('memory');
  const [usage] = (await once(server, 'message')) as [NodeJS.MemoryUsage];
  const mb = (bytes: number) => bytes / 1_048_576;
  return { heap: mb(usage.heapUsed + usage.external), resident: mb(usage.rss) };
}

function requireRunning({ exitCode, signalCode }: ChildProcess): void {
  if (exitCode !== null || signalCode !== null)
    throw new Error(`the server ended by itself (${signalCode ?? exitCode})`);
}

async function end(server: ChildProcess): Promise<void> {
  requireRunning(server);
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  const [code] = await ended;
  if (code !== 0) throw new Error(`the server stopped with ${code}`);
}
