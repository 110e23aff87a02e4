import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ClickHouseError, TupleParam } from '@clickhouse/client';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isTransient, NoAnswer } from '#goalpost/clickhouse/cluster/faults.js';
import { QueryClient } from '#goalpost/clickhouse/cluster/query-client.js';
import { type Cluster, startCluster } from '../support/clickhouse/cluster.js';

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

/** Texts with characters that are special to ClickHouse, and any others. */
const short = fc.oneof(
  fc.string({ unit: fc.constantFrom('\\', "'", '"', '\t', '\n', '\r', '\b', '{', '`', '%', '&', '+', 'n', 't', '🥅') }),
  fc.string({ unit: 'binary' }),
);
/** Sometimes longer than fits into a URL, but never longer than ClickHouse's limit per value (131,072 bytes). */
const text = fc.tuple(short, fc.constantFrom(1, 1, 1, 100)).map(([repeated, times]) => repeated.repeat(times));

it('sends values unchanged, however long they are', async () => {
  const asked = fc.record({ alone: text, listed: fc.array(text), pairs: fc.array(fc.tuple(text, fc.integer())) });
  await fc.assert(
    fc.asyncProperty(asked, async ({ alone, listed, pairs }) => {
      const rows = await client.query(
        'SELECT {alone:String}, {listed:Array(String)}, {pairs:Array(Tuple(String, Int64))}',
        {
          parameters: { alone, listed, pairs: pairs.map((pair) => new TupleParam(pair)) },
          settings: { output_format_json_quote_64bit_integers: 0 },
        },
      );
      expect(rows).toEqual([[alone, listed, pairs]]);
    }),
    { numRuns: 200 },
  );
});

it('returns any number of rows, in order', async () => {
  expect(await client.query('SELECT 1 WHERE 0')).toEqual([]);
  const rows = await client.query("SELECT number, 'a\\nb' FROM numbers(3)", { settings: { max_block_size: 1 } });
  expect(rows).toEqual([0, 1, 2].map((number) => [number, 'a\nb']));
});

it('throws the errors that ClickHouse reports', async () => {
  await expect(client.query('SELECT nothing')).rejects.toThrow(ClickHouseError);
  // It fails after some rows, which must not be returned as the result.
  const failing = client.query('SELECT throwIf(number = 3e5) FROM numbers(4e5)');
  await expect(failing).rejects.toMatchObject({ type: 'FUNCTION_THROW_IF_VALUE_IS_NON_ZERO' });
});

it('sends the login', async () => {
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
  ['closes the connection without a response', (request) => request.socket.destroy()],
  ['closes the connection during a response', broken({ 'content-length': '100' })],
  ['closes the connection during its last response', broken({ 'content-length': '100', connection: 'close' })],
  ['closes the connection during a chunked response', broken({ 'transfer-encoding': 'chunked' })],
  [
    'closes the connection during a last chunked response',
    broken({ 'transfer-encoding': 'chunked', connection: 'close' }),
  ],
];
it.each(GONE)('treats a node as away that %s', async (_, listener) => {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const others = new QueryClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 'default', {});
  const failure = await others.query('SELECT 1').catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(NoAnswer);
  expect(isTransient(failure)).toBe(true);
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  const refused = await others.query('SELECT 1').catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(NoAnswer);
  await others.destroy();
});
