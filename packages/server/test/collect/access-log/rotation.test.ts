import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Event } from '#goalpost/model/event.js';
import { MemoryEventStore } from '../import/memory-event-store.js';
import { importLog } from './import-log.js';

// However a log is cut into files, and whichever of them are imported in which order, its visits are stored once, in the
// same sessions.

const read = (name: string) => readFileSync(new URL(`./cases/${name}`, import.meta.url), 'utf8');

const line = (address: string, at: number, path = '/') => {
  const [, month, day, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(at).toUTCString())!;
  return `${address} - - [${month}/${day}/${year}:${time} +0000] "GET ${path} HTTP/1.1" 200 368 "-" "-"\n`;
};

async function importAll(parts: readonly string[], store = new MemoryEventStore()): Promise<MemoryEventStore> {
  for (const part of parts) if (part !== '') await importLog(part, {}, store);
  return store;
}

/** The visits of each session, without ids. */
function grouped(events: readonly Event[]): string[] {
  const sessions = new Map<string, string[]>();
  for (const { sessionId, at, url } of events) {
    sessions.set(sessionId, [...(sessions.get(sessionId) ?? []), `${at} ${url}`].sort());
  }
  return [...sessions.values()].map((visits) => visits.join()).sort();
}

describe('a log that was rotated', () => {
  const [older, newer] = [read('rotated.1.log'), read('rotated.2.log')];

  it.each([
    ['one file after the other', [older, newer]],
    ['the newer file first', [newer, older]],
    ['both joined', [older + newer]],
    ['both joined, the newer one first', [newer + older]],
    ['the newer file, then both joined', [newer, older + newer]],
    ['the older file, then both joined', [older, older + newer]],
    ['both joined, then each', [older + newer, newer, older]],
    ['its last line, then all', [newer.split('\n')[1]!, older, newer]],
  ])('%s: 4 visits in 1 session', async (_title, parts) => {
    const { events } = await importAll(parts);
    expect(events).toHaveLength(4);
    expect(new Set(events.map(({ sessionId }) => sessionId)).size).toBe(1);
  });

  it('over midnight, the later part first: 1 session, also when its beginning is far from midnight', async () => {
    const midnight = Date.UTC(2025, 1, 11);
    const at = [-50, -25, 3, 20].map((minutes) => midnight + minutes * 60_000);
    const parts = at.map((time) => line('192.0.2.1', time));
    for (const order of [
      [2, 1, 0, 3],
      [3, 2, 1, 0],
      [0, 1, 2, 3],
    ]) {
      const store = await importAll(order.map((index) => parts[index]!));
      await importAll([parts.join('')], store);
      expect(store.events).toHaveLength(4);
      expect(grouped(store.events)).toHaveLength(1);
    }
  });

  it('nothing stored relates the sessions of two days', async () => {
    const day = Date.UTC(2025, 1, 10);
    const store = await importAll([line('192.0.2.1', day), line('192.0.2.1', day + 24 * 3_600_000)]);
    expect([...store.notes.values()].map((ids) => ids.size)).toEqual([1, 1]);
    expect(JSON.stringify([...store.notes.keys()])).not.toContain('192.0.2.1');
  });
});

it('a file that would join two stored sessions leaves both and says how many', async () => {
  const at = Date.UTC(2025, 1, 10, 12);
  const [first, between, last] = [0, 25, 50].map((minutes) => line('192.0.2.1', at + minutes * 60_000)) as [
    string,
    string,
    string,
  ];
  const store = await importAll([first, last]);
  const before = structuredClone(store.events);
  const { summary } = await importLog(first + between + last, {}, store);
  expect(summary).toMatchObject({ stored: 1, repeated: 2, apart: 1 });
  expect(store.events.slice(0, 2)).toEqual(before);
  expect(grouped(store.events)).toHaveLength(2);
  expect((await importLog(first + between + last, {}, store)).summary).toMatchObject({
    stored: 0,
    repeated: 3,
    apart: 1,
  });
});

it('sessions that 0.1.0 stored, which have no notes, are recognized when their first visit comes again', async () => {
  const [older, newer] = [read('rotated.1.log'), read('rotated.2.log')];
  const store = await importAll([newer]);
  store.notes.clear();
  const { summary } = await importLog(older + newer, {}, store);
  expect(summary).toMatchObject({ stored: 2, repeated: 2 });
  expect(grouped(store.events)).toHaveLength(1);
  // Now there is a note, so that the end alone is recognized too.
  expect((await importLog(newer.split('\n')[1]!, {}, store)).summary).toMatchObject({ stored: 0, repeated: 1 });
});

it('any cut of any log into overlapping parts gives the visits and sessions of the whole', async () => {
  const visit = fc.record({
    address: fc.constantFrom('192.0.2.1', '192.0.2.2', '2001:db8::1'),
    minutes: fc.integer({ min: 0, max: 4000 }),
    path: fc.constantFrom('/', '/a'),
  });
  const cut = fc.record({ from: fc.nat(30), length: fc.integer({ min: 1, max: 30 }) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(visit, { minLength: 1, maxLength: 30 }),
      fc.array(cut, { maxLength: 4 }),
      async (visits, cuts) => {
        const lines = visits
          .sort((one, other) => one.minutes - other.minutes)
          .map(({ address, minutes, path }) => line(address, Date.UTC(2025, 1, 10) + minutes * 60_000, path));
        const whole = await importAll([lines.join('')]);
        // Parts of a log in its order, each of which may overlap the one before.
        const inOrder = cuts.sort((one, other) => one.from - other.from);
        const parts = inOrder.map(({ from, length }) => lines.slice(from, from + length).join(''));
        const store = await importAll([...parts, lines.join('')]);
        const again = await importAll([lines.join('')], store);
        expect(new Set(again.events.map(({ sessionId, id }) => `${sessionId} ${id}`)).size).toBe(again.events.length);
        expect(again.events.length).toBe(whole.events.length);
      },
    ),
    { numRuns: 200 },
  );
});
