import { once } from 'node:events';
import { request } from 'node:http';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { memoryMb, processorMs } from '../measure/server.mjs';

const SUPPORT = fileURLToPath(new URL('../../packages/server/test/support/clickhouse/', import.meta.url));
// What the tests start their nodes with.
const { startCluster } = (await runnerImport(path.join(SUPPORT, 'cluster.ts'))).module;
const { CLUSTER } = (await runnerImport(path.join(SUPPORT, 'config.ts'))).module;

/**
 * Starts so many shards of one replica each, with what they had when they were last stopped. Gives what a store on them
 * is opened with, `cpuMs()` and `peakMb()` for the processor time and memory of each node, and `stop()`.
 */
export async function startNodes(benchDir, shards) {
  const { nodes, urls, stop } = await startCluster(shards, 1, path.join(benchDir, 'clickhouse', `shards-${shards}`));
  return {
    urls,
    cluster: shards === 1 ? null : CLUSTER,
    cpuMs: () => nodes.map(({ processId }) => processorMs(processId)),
    peakMb: () => nodes.map(({ processId }) => memoryMb(processId).peak),
    stop,
  };
}

/** Runs a statement past the store, and gives what it prints. */
export async function run(url, database, sql, settings = {}) {
  const query = new URLSearchParams({ database, ...settings });
  // Not with `fetch`, which gives up after five minutes: a merge of the largest set may take longer.
  const sent = request(`${url}/?${query}`, { method: 'POST' });
  sent.end(sql);
  const [answer] = await once(sent, 'response');
  const said = await text(answer);
  if (answer.statusCode !== 200) throw new Error(said);
  return said.trimEnd();
}
