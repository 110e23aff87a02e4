import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ClickHouseError, TupleParam } from '@clickhouse/client';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { isAway, isTransient } from '#goalpost/clickhouse/cluster/faults.js';
import { QueryClient } from '#goalpost/clickhouse/cluster/query-client.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

let node: Cluster;
let client: QueryClient;
beforeAll(async () => {
  node = await startCluster(1, 1);
  client = new QueryClient(node.urls[0]!, 'default', {});
});
afterAll(async () => {
  await client.destroy();
  await node.stop();
});

/** Of characters that mean something to ClickHouse, and of any others. */
const short = fc.oneof(
  fc.string({ unit: fc.constantFrom('\\', "'", '"', '\t', '\n', '\r', '\b', '{', '`', '%', '&', '+', 'n', 't', '🥅') }),
  fc.string({ unit: 'binary' }),
);
/** Now and then more than an address takes, and never what ClickHouse takes of one value (131,072 bytes). */
const text = fc.tuple(short, fc.constantFrom(1, 1, 1, 100)).map(([repeated, times]) => repeated.repeat(times));

it('values arrive as they were given, however long they are', async () => {
  const asked = fc.record({ alone: text, listed: fc.array(text), pairs: fc.array(fc.tuple(text, fc.integer())) });
  await fc.assert(
    fc.asyncProperty(asked, async ({ alone, listed, pairs }) => {
      const rows = await client.query(
        'SELECT {alone:String}, {listed:Array(String)}, {pairs:Array(Tuple(String, Int64))}',
        { alone, listed, pairs: pairs.map((pair) => new TupleParam(pair)) },
        { output_format_json_quote_64bit_integers: 0 },
      );
      expect(rows).toEqual([[alone, listed, pairs]]);
    }),
    { numRuns: 200 },
  );
});

it('rows come in order, of any number', async () => {
  expect(await client.query('SELECT 1 WHERE 0')).toEqual([]);
  const rows = await client.query("SELECT number, 'a\\nb' FROM numbers(3)", {}, { max_block_size: 1 });
  expect(rows).toEqual([0, 1, 2].map((number) => [number, 'a\nb']));
});

it('what ClickHouse says against a query is thrown', async () => {
  await expect(client.query('SELECT nothing')).rejects.toThrow(ClickHouseError);
  // It fails with rows behind it, which must not pass for an answer.
  const failing = client.query('SELECT throwIf(number = 3e5) FROM numbers(4e5)', {}, { wait_end_of_query: 1 });
  await expect(failing).rejects.toMatchObject({ type: 'FUNCTION_THROW_IF_VALUE_IS_NON_ZERO' });
});

it('a login is told', async () => {
  const others = new QueryClient(node.urls[0]!.replace('://', '://some%20body:p%40ss@'), 'default', {});
  await expect(others.query('SELECT 1')).rejects.toMatchObject({ code: '516' });
  await others.destroy();
});

const broken = (headers: Record<string, string>): RequestListener => {
  return (_, response) => {
    response.writeHead(200, headers);
    response.write('[1]', () => response.destroy());
  };
};
const GONE: readonly [string, RequestListener][] = [
  ['ends the connection without an answer', (request) => request.socket.destroy()],
  ['ends the connection within its answer', broken({ 'content-length': '100' })],
  ['does so after its last answer', broken({ 'content-length': '100', connection: 'close' })],
  ['does so within a chunked one', broken({ 'transfer-encoding': 'chunked' })],
  ['does so within a chunked last one', broken({ 'transfer-encoding': 'chunked', connection: 'close' })],
];
it.each(GONE)('a node that %s is away', async (_, listener) => {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const others = new QueryClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 'default', {});
  const failure = await others.query('SELECT 1').catch((error: unknown) => error);
  expect(isAway(failure)).toBe(true);
  expect(isTransient(failure)).toBe(true);
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  const refused = await others.query('SELECT 1').catch((error: unknown) => error);
  expect(isAway(refused)).toBe(true);
  await others.destroy();
});
