import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { buildApp } from '#goalpost/app.js';
import { openSqliteStore } from '#goalpost/sqlite/sqlite-store.js';
import { type Endpoint, endpointsOf } from './endpoints.js';
import { fuzz } from './fuzz.js';
import { type StoreName, startTarget, type Target } from './target.js';

/** After garbage was collected, compared with the memory after the first inputs. */
export const GROWTH_MB_MAX = 50;
export const HEALTH_MS_MAX = 250;
/** Inputs that make a server load and cache all that it keeps; they count too. */
const WARM_UP = 5000;

export interface Campaign {
  readonly store: StoreName;
  readonly count: number;
  readonly seed: number;
  say(text: string): void;
}

/** Sends hostile inputs to a server of its own, prints figures, and returns a sentence for each promise that was broken. */
export async function runCampaign({ store, count, seed, say }: Campaign): Promise<string[]> {
  const target = await startTarget(store);
  try {
    const endpoints = await endpointsFor(target);
    const { port, bearerToken } = target;
    const begun = performance.now();
    // Memory is measured between the two parts, while nobody asks for /healthz: collecting garbage is our doing.
    const send = async (from: number, to: number) => {
      const health = watchHealth(port);
      const onProgress = (sent: number) => say(`${from + sent} of ${count}`);
      const sent = await fuzz({ port, endpoints, bearerToken, seed: seed + from, count: to - from, onProgress });
      return { ...sent, health: await health.stop() };
    };
    const warmUp = Math.min(WARM_UP, Math.floor(count / 2));
    const first = await send(0, warmUp);
    const before = await target.memory();
    const rest = await send(warmUp, count);
    const after = await target.memory();
    const slowestMs = Math.max(first.health.slowestMs, rest.health.slowestMs);
    const asked = first.health.count + rest.health.count;
    const failed = first.health.failed + rest.health.failed;

    const growth = after.resident - before.resident;
    const statuses = [...sum(first.statuses, rest.statuses)].sort(([one], [other]) => one - other);
    say(`inputs      ${count} to ${endpoints.length} endpoints in ${Math.round((performance.now() - begun) / 1000)} s`);
    say(`answers     ${statuses.map(([status, answers]) => `${status}: ${answers}`).join(', ')}`);
    say(`process     ${mb(before.resident)} after ${warmUp} inputs, ${mb(after.resident)} at the end`);
    say(`JavaScript  ${mb(before.heap)} after ${warmUp} inputs, ${mb(after.heap)} at the end`);
    say(`/healthz    ${Math.round(slowestMs)} ms at most, asked ${asked} times`);
    return [
      ...[...first.failures, ...rest.failures],
      ...(growth > GROWTH_MB_MAX ? [`memory grew by ${mb(growth)}; ${GROWTH_MB_MAX} MB are allowed`] : []),
      ...(failed > 0 ? [`/healthz failed ${failed} times`] : []),
      ...(slowestMs > HEALTH_MS_MAX ? [`/healthz took ${Math.round(slowestMs)} ms; ${HEALTH_MS_MAX} are allowed`] : []),
    ];
  } finally {
    await target.stop();
  }
}

const mb = (amount: number) => `${Math.round(amount)} MB`;

function sum(one: ReadonlyMap<number, number>, other: ReadonlyMap<number, number>): Map<number, number> {
  const total = new Map(one);
  for (const [status, count] of other) total.set(status, (total.get(status) ?? 0) + count);
  return total;
}

/** The target runs the same code, so its endpoints are those of an app of ours. */
async function endpointsFor({ siteKey }: Target): Promise<Endpoint[]> {
  const dir = mkdtempSync(path.join(tmpdir(), 'goalpost-endpoints-'));
  const store = openSqliteStore(dir);
  const app = await buildApp({ store });
  const endpoints = await endpointsOf(app, siteKey);
  await app.close();
  await store.close();
  rmSync(dir, { recursive: true });
  return endpoints;
}

interface Watch {
  stop(): Promise<{ readonly slowestMs: number; readonly count: number; readonly failed: number }>;
}

/** In a thread, so that its clock does not stand still while inputs are made. */
function watchHealth(port: number): Watch {
  const worker = new Worker(fileURLToPath(new URL('health-watch.mjs', import.meta.url)), { workerData: { port } });
  const said = once(worker, 'message');
  return {
    stop: async () => {
      worker.postMessage('stop');
      const [found] = await said;
      return found;
    },
  };
}
