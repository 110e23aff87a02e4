import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { EventSource, ImportEvent } from '@goalpost/client';
import { describe, expect, it } from 'vitest';
import { SHOP, useServer } from './support/server.js';

const server = useServer();

const SHOP_FILE = new URL('../../../demo/shop.ndjson', import.meta.url);
const shop: ImportEvent[] = SHOP.trim()
  .split('\n')
  .map((line) => JSON.parse(line));

const visit = (index: number): ImportEvent => ({
  session_id: 'many',
  id: `v${index}`,
  type: 'visit',
  at: '2026-01-03T10:00:00Z',
  url: '/a/path/that/is/long/enough/for/several/chunks',
});

async function* oneByOne<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  for (const item of items) yield item;
}

function streamOf<Item>(items: readonly Item[]): ReadableStream<Item> {
  return new ReadableStream({
    start(stream) {
      for (const item of items) stream.enqueue(item);
      stream.close();
    },
  });
}

describe('events are imported from', () => {
  it.each<[string, () => EventSource]>([
    ['a list', () => shop],
    ['an iterable', () => new Set(shop)],
    ['an async iterable', () => oneByOne(shop)],
    ['a stream of events', () => streamOf(shop)],
    ['a stream of bytes', () => new Blob([SHOP]).stream()],
    ['a stream of gzipped bytes', () => new Blob([gzipSync(SHOP)]).stream()],
    ['a Node.js stream', () => createReadStream(SHOP_FILE)],
    ['a Node.js stream of text', () => Readable.from([SHOP.slice(0, 100), SHOP.slice(100)])],
    ['text', () => SHOP],
    ['bytes', () => new TextEncoder().encode(SHOP)],
    ['gzipped bytes', () => gzipSync(SHOP)],
    ['a blob', () => new Blob([SHOP])],
    [
      'a mix of events and lines of text',
      () => [
        shop[0]!,
        ...SHOP.trim()
          .split('\n')
          .slice(1)
          .map((line) => `${line}\n`),
      ],
    ],
  ])('%s', async (_title, source) => {
    const client = await server.client();
    expect(await client.importEvents(source())).toMatchObject({
      lines: shop.length,
      stored: shop.length,
      truncated: null,
    });
    expect(await client.importEvents(source())).toMatchObject({ lines: shop.length, stored: 0, repeated: shop.length });
  });

  it('many events, which are read only as fast as they are sent', async () => {
    const client = await server.client();
    function* visits() {
      for (let index = 0; index < 5000; index++) yield visit(index);
    }
    expect(await client.importEvents(visits())).toMatchObject({ lines: 5000, stored: 5000 });
  });

  it('an empty list', async () => {
    expect(await (await server.client()).importEvents([])).toMatchObject({ lines: 0, stored: 0 });
  });
});

it('refused lines are reported, and the others stored', async () => {
  const client = await server.client();
  const summary = await client.importEvents([visit(1), { ...visit(2), at: 'soon' }, visit(3)]);
  expect(summary).toMatchObject({ lines: 3, stored: 2, refused: { invalid: 1 } });
  expect(summary.refusals).toMatchObject([{ line: 2, kind: 'invalid' }]);
});

it('bots are left out unless includeBots is set', async () => {
  const client = await server.client();
  const bot = { ...visit(1), user_agent: 'Googlebot/2.1 (+http://www.google.com/bot.html)' };
  expect(await client.importEvents([bot])).toMatchObject({ stored: 0, filtered: { bot: 1 } });
  expect(await client.importEvents([bot], { includeBots: true })).toMatchObject({ stored: 1, filtered: { bot: 0 } });
});

describe('an error of the source is rethrown unchanged:', () => {
  it.each<[string, (error: Error) => EventSource]>([
    [
      'an iterable',
      (error) =>
        (function* () {
          yield visit(1);
          throw error;
        })(),
    ],
    [
      'a stream',
      (error) =>
        new ReadableStream({
          pull() {
            throw error;
          },
        }),
    ],
    ['an event that cannot be serialized', (error) => [throwing(error)]],
  ])('%s', async (_title, source) => {
    const error = new Error('the disk was pulled out');
    await expect((await server.client()).importEvents(source(error))).rejects.toBe(error);
  });
});

function throwing(error: Error): ImportEvent {
  return Object.defineProperty(visit(1), 'title', {
    enumerable: true,
    get() {
      throw error;
    },
  });
}

describe('a source that is not read to the end is closed', () => {
  /** An endless source. `closed` resolves when it is closed. */
  function endless(onRead: (count: number) => void) {
    let close = () => {};
    const closed = new Promise<void>((resolve) => {
      close = resolve;
    });
    let count = 0;
    const next = () => {
      onRead(++count);
      return visit(count);
    };
    const asStream = () => new ReadableStream<ImportEvent>({ pull: (stream) => stream.enqueue(next()), cancel: close });
    function* asIterable() {
      try {
        for (;;) yield next();
      } finally {
        close();
      }
    }
    return { asStream, asIterable, closed };
  }

  it.each(['asStream', 'asIterable'] as const)('when the call is aborted: %s', async (as) => {
    const controller = new AbortController();
    const events = endless((count) => count === 5000 && controller.abort());
    const client = await server.client();
    const call = client.importEvents(events[as](), { signal: controller.signal });
    await expect(call).rejects.toMatchObject({ kind: 'aborted' });
    await events.closed;
  });

  it('when the call is aborted while the source is silent', async () => {
    const controller = new AbortController();
    let close = () => {};
    const closed = new Promise<void>((resolve) => {
      close = resolve;
    });
    const client = await server.client();
    const pull = () => void setImmediate(() => controller.abort());
    const silent = new ReadableStream<ImportEvent>({ pull, cancel: close }, { highWaterMark: 0 });
    const call = client.importEvents(silent, { signal: controller.signal });
    await expect(call).rejects.toMatchObject({ kind: 'aborted' });
    await closed;
  });

  it.each(['asStream', 'asIterable'] as const)('when the import is refused: %s', async (as) => {
    const client = await server.client({ abilities: ['goals:read'] });
    const events = endless(() => {});
    await expect(client.importEvents(events[as]())).rejects.toMatchObject({ kind: 'forbidden' });
    await events.closed;
  });
});
