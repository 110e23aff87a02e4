import { once } from 'node:events';
import { request } from 'node:http';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { memoryMb, processorMs } from '../measure/server.mjs';

const SUPPORT = fileURLToPath(new URL('../../packages/server/test/support/clickhouse/', import.meta.url));
// The tests start their nodes with the same code.
const { startCluster } = (await runnerImport(path.join(SUPPORT, 'cluster.ts'))).module;
const { CLUSTER } = (await runnerImport(path.join(SUPPORT, 'config.ts'))).module;

/**
 * Starts `shards` shards of one replica each, with the data they had when they were last stopped. Returns the options to
 * open a store on them, `cpuMs()` and `peakMb()` for the processor time and memory of each node, and `stop()`.
 */
export async function startNodes(benchDir, shards) {
  const { nodes, urls, stop } = await startCluster(shards, 1, {
    keptIn: path.join(benchDir, 'clickhouse', `shards-${shards}`),
  });
  return {
    urls,
    cluster: shards === 1 ? null : CLUSTER,
    cpuMs: () => nodes.map(({ processId }) => processorMs(processId)),
    peakMb: () => nodes.map(({ processId }) => memoryMb(processId).peak),
    stop,
  };
}

/** Runs a statement directly on a node and returns its output. */
export async function run(url, database, sql, settings = {}) {
  const query = new URLSearchParams({ database, ...settings });
  // Does not use `fetch`, which times out after five minutes: a merge of the largest set may take longer.
  const sent = request(`${url}/?${query}`, { method: 'POST' });
  sent.end(sql);
  const [answer] = await once(sent, 'response');
  const output = await text(answer);
  if (answer.statusCode !== 200) throw new Error(output);
  return output.trimEnd();
}
