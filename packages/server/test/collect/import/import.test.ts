import { Readable } from 'node:stream';
import { constants, gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Import, ImportFailed, importEvents, type RefusedLine } from '#goalpost/collect/import/import.js';
import type { ImportSummary } from '#goalpost/collect/import/import-summary.js';
import { gunzipped } from '#goalpost/collect/import/source.js';
import type { ProjectId } from '#goalpost/model/ids.js';
import { StoreUnavailable } from '#goalpost/store/store.js';
import { MemoryEventStore, project } from './memory-event-store.js';

const line = (n: number) => `{"session_id":"s","id":"e${n}","type":"visit","at":"2026-01-03T10:00:00Z","url":"/"}\n`;
const lines = (from: number, until: number) => Array.from({ length: until - from }, (_, n) => line(from + n)).join('');

interface Imported {
  readonly summary: ImportSummary;
  readonly refusals: RefusedLine[];
}

async function run(store: MemoryEventStore, source: Readable | string, task: Partial<Import> = {}): Promise<Imported> {
  const refusals: RefusedLine[] = [];
  const summary = await importEvents({
    store,
    sessions: store,
    project,
    source: typeof source === 'string' ? Readable.from([Buffer.from(source)]) : source,
    format: { name: 'ndjson', includeBots: false },
    onRefusal: (refusal) => refusals.push(refusal),
    ...task,
  });
  return { summary, refusals };
}

const nothing: ImportSummary = {
  lines: 0,
  stored: 0,
  repeated: 0,
  filtered: { bot: 0, asset: 0, status: 0, method: 0, excluded: 0 },
  refused: { too_long: 0, not_utf8: 0, malformed: 0, invalid: 0 },
  forwarded: 0,
  apart: 0,
  format: 'ndjson',
  truncated: null,
};

const NOT_JSON =
  'The line must be a JSON object, such as {"session_id":"1","id":"e1","type":"visit","at":"2026-01-03T10:00:00Z","url":"https://shop.example/"}; it is not valid JSON.';

describe('every line is stored, repeated, filtered or refused', () => {
  it('an empty source counts nothing', async () => {
    expect(await run(new MemoryEventStore(), '')).toEqual({ summary: { ...nothing, format: null }, refusals: [] });
  });

  it('each kind once', async () => {
    const text = Buffer.concat([
      Buffer.from(`${line(1)}\n${line(2)}${line(1)}{"type":\n{"type":"visit"}\n`),
      Buffer.from(`${'x'.repeat(70_000)}\ncaf\xe9\n`, 'latin1'),
      Buffer.from(line(3).replace('"url"', '"user_agent":"Googlebot/2.1","url"')),
    ]);
    expect(await run(new MemoryEventStore(), Readable.from([text]))).toEqual({
      summary: {
        ...nothing,
        lines: 8,
        stored: 2,
        repeated: 1,
        filtered: { ...nothing.filtered, bot: 1 },
        refused: { too_long: 1, not_utf8: 1, malformed: 1, invalid: 1 },
      },
      refusals: [
        { line: 5, kind: 'malformed', reason: NOT_JSON },
        {
          line: 6,
          kind: 'invalid',
          reason:
            'The session_id field is required: it must be a session id (1 to 64 of A-Z, a-z, 0-9, ".", "_", "-") or an integer from 0 to 9007199254740991 (send a larger one as a string). (and 2 more errors)',
        },
        { line: 7, kind: 'too_long', reason: 'The line must be at most 65536 bytes long.' },
        { line: 8, kind: 'not_utf8', reason: 'The line must be UTF-8 text.' },
      ],
    });
  });

  it('a second import stores nothing, with and without ids', async () => {
    const store = new MemoryEventStore();
    const text = `${line(1)}${line(2).replace('"id":"e2",', '').repeat(3)}`;
    expect((await run(store, text)).summary).toEqual({ ...nothing, lines: 4, stored: 4 });
    expect((await run(store, text)).summary).toEqual({ ...nothing, lines: 4, repeated: 4 });
  });

  it('an access log is counted in the same way', async () => {
    const log = `203.0.113.7 - - [03/Jan/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 512 "-" "-"\n`.repeat(2);
    const format = { name: 'access-log', includeBots: false, pagePattern: null, exclude: null } as const;
    const store = new MemoryEventStore();
    expect((await run(store, log, { format })).summary).toEqual({
      ...nothing,
      format: 'combined',
      lines: 2,
      stored: 2,
    });
    expect((await run(store, log, { format })).summary).toEqual({
      ...nothing,
      format: 'combined',
      lines: 2,
      repeated: 2,
    });
  });
});

describe('events go to the store in batches', () => {
  it('of 1,000, in order, at most two at a time', async () => {
    const store = new MemoryEventStore();
    const { summary } = await run(store, lines(0, 3500));
    expect(summary).toEqual({ ...nothing, lines: 3500, stored: 3500 });
    expect(store.batches).toEqual([1000, 1000, 1000, 500]);
    expect(store.atOnceMax).toBe(1);
    expect(store.events.map(({ id }) => id)).toEqual(Array.from({ length: 3500 }, (_, n) => `e${n}`));
  });

  it('of fewer events when lines are long', async () => {
    const store = new MemoryEventStore();
    const long = (n: number) => line(n).replace('"url"', `"x":"${'x'.repeat(60_000)}","url"`);
    await run(store, Array.from({ length: 100 }, (_, n) => long(n)).join(''));
    expect(store.batches).toEqual([18, 18, 18, 18, 18, 10]);
  });

  it('a source is read no faster than its events are stored', async () => {
    const store = new MemoryEventStore();
    let read = 0;
    let aheadMax = 0;
    const source = Readable.from(
      (function* () {
        for (; read < 100; read++) {
          aheadMax = Math.max(aheadMax, read * 1000 - store.events.length);
          yield Buffer.from(lines(read * 1000, (read + 1) * 1000));
        }
      })(),
      { highWaterMark: 1 },
    );
    await run(store, source);
    expect(store.events).toHaveLength(100_000);
    expect(aheadMax).toBeLessThanOrEqual(4000);
  });

  it('progress is reported after each chunk of the source', async () => {
    const told: number[] = [];
    const source = Readable.from([Buffer.from(lines(0, 3)), Buffer.from(lines(3, 5))]);
    await run(new MemoryEventStore(), source, { onProgress: ({ lines: count }) => told.push(count) });
    expect(told).toEqual([3, 5, 5]);
  });
});

/** Yields the chunks, then fails. */
function failing(chunks: string[], error: NodeJS.ErrnoException): Readable {
  return Readable.from(
    (async function* () {
      for (const chunk of chunks) yield Buffer.from(chunk);
      throw error;
    })(),
  );
}

const CUT_OFF = `${NOT_JSON} The input ends here without a line break: it may be cut off.`;
const reset = Object.assign(new Error('aborted'), { code: 'ECONNRESET' });

describe('of a source that ends early, the complete lines are stored and the rest is reported', () => {
  it.each<[string, () => Promise<Readable> | Readable, Imported]>([
    [
      'a file cut off within a line',
      () => Readable.from([Buffer.from(`${lines(0, 2)}{"session`)]),
      {
        summary: {
          ...nothing,
          lines: 3,
          stored: 2,
          refused: { ...nothing.refused, malformed: 1 },
          truncated: 'The input may be cut off after line 2: line 3 has no line break and cannot be read.',
        },
        refusals: [{ line: 3, kind: 'malformed', reason: CUT_OFF }],
      },
    ],
    [
      'a file cut off within a character',
      () => Readable.from([Buffer.from(lines(0, 2)), Buffer.from([0xe2, 0x82])]),
      {
        summary: {
          ...nothing,
          lines: 3,
          stored: 2,
          refused: { ...nothing.refused, not_utf8: 1 },
          truncated: 'The input may be cut off after line 2: line 3 has no line break and cannot be read.',
        },
        refusals: [
          {
            line: 3,
            kind: 'not_utf8',
            reason: 'The line must be UTF-8 text. The input ends here without a line break: it may be cut off.',
          },
        ],
      },
    ],
    [
      'a file whose last line is complete',
      () => Readable.from([Buffer.from(lines(0, 2).trimEnd())]),
      { summary: { ...nothing, lines: 2, stored: 2 }, refusals: [] },
    ],
    [
      'a connection that is closed within a line',
      () => failing([lines(0, 2), '\n{"session'], reset),
      {
        summary: {
          ...nothing,
          lines: 3,
          stored: 2,
          refused: { ...nothing.refused, malformed: 1 },
          truncated: 'The input ended early, after line 2: the connection was closed.',
        },
        refusals: [{ line: 4, kind: 'malformed', reason: CUT_OFF }],
      },
    ],
    [
      'a connection that is closed while lines wait to be read',
      () => {
        const source = new Readable({ read() {} });
        source.push(lines(0, 2));
        return source.destroy(reset);
      },
      {
        summary: {
          ...nothing,
          lines: 2,
          stored: 2,
          truncated: 'The input ended early, after line 2: the connection was closed.',
        },
        refusals: [],
      },
    ],
    [
      'a connection that is closed before any data',
      () => failing([], reset),
      {
        summary: {
          ...nothing,
          format: null,
          truncated: 'The input ended early, after line 0: the connection was closed.',
        },
        refusals: [],
      },
    ],
    [
      'a disk with a read error',
      () => failing([lines(0, 2)], Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' })),
      {
        summary: {
          ...nothing,
          lines: 2,
          stored: 2,
          truncated: 'The input ended early, after line 2: EIO: i/o error, read.',
        },
        refusals: [],
      },
    ],
    [
      'gzip with other data after it',
      () => gunzipped(Readable.from([gzipSync(lines(0, 2)), Buffer.from('something else')])),
      {
        summary: {
          ...nothing,
          lines: 2,
          stored: 2,
          truncated: 'The input ended early, after line 2: the gzip data is damaged.',
        },
        refusals: [],
      },
    ],
  ])('%s', async (_title, source, expected) => {
    expect(await run(new MemoryEventStore(), await source())).toEqual(expected);
  });

  it('gzip that is cut off gives every line that can be unpacked', async () => {
    const packed = gzipSync(lines(0, 20_000));
    const cutOff = packed.subarray(0, packed.length / 2);
    const unpacked = gunzipSync(cutOff, { finishFlush: constants.Z_SYNC_FLUSH }).toString();
    const whole = unpacked.split('\n').length - 1;
    const store = new MemoryEventStore();
    const { summary } = await run(store, await gunzipped(Readable.from([cutOff])));
    expect(whole).toBeGreaterThan(9000);
    expect(store.events.map(({ id }) => id)).toEqual(Array.from({ length: whole }, (_, n) => `e${n}`));
    expect(summary).toMatchObject({
      stored: whole,
      truncated: `The input ended early, after line ${whole}: the gzip data is incomplete.`,
    });
  });

  it('an import that is stopped keeps what it read', async () => {
    const stop = new AbortController();
    const store = new MemoryEventStore();
    const source = new Readable({ read() {} });
    source.push(lines(0, 2));
    const onProgress = () => stop.abort();
    const { summary } = await run(store, source, { signal: stop.signal, onProgress });
    expect(summary).toEqual({
      ...nothing,
      lines: 2,
      stored: 2,
      truncated: 'The input ended early, after line 2: it was stopped.',
    });
  });
});

describe('a store that fails ends the import, which says how far it got', () => {
  it.each([
    [1, 0, 'The import failed after line 0: The disk is full.'],
    [3, 2000, 'The import failed after line 2000: The disk is full.'],
    [4, 3000, 'The import failed after line 3000: The disk is full.'],
  ])('at batch %i', async (failingBatch, stored, message) => {
    const store = new MemoryEventStore({ failingBatch });
    const error = await run(store, lines(0, 3500)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ImportFailed);
    expect(error).toMatchObject({
      message,
      line: stored,
      summary: { stored },
      cause: new StoreUnavailable('The disk is full.'),
    });
    expect(store.events).toHaveLength(stored);
  });

  it('even while it waits for the source', async () => {
    const source = Readable.from(
      (async function* () {
        yield Buffer.from(lines(0, 1000));
        for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
        yield Buffer.from(lines(1000, 1001));
      })(),
    );
    await expect(run(new MemoryEventStore({ failingBatch: 1 }), source)).rejects.toThrow(
      'The import failed after line 0: The disk is full.',
    );
  });

  it('and so does a deleted project', async () => {
    const task = { project: { ...project, id: 'p2' as ProjectId } };
    await expect(run(new MemoryEventStore(), line(1), task)).rejects.toThrow(
      'The import failed after line 0: there is no project p2',
    );
  });

  it('and the source is left open', async () => {
    const source = Readable.from([Buffer.from(lines(0, 2000)), Buffer.from(lines(2000, 4000))]);
    await run(new MemoryEventStore({ failingBatch: 1 }), source).catch(() => {});
    expect(source.destroyed).toBe(false);
  });
});
