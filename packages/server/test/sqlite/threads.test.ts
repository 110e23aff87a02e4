import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ProjectId, SessionId } from '#goalpost/model/ids.js';
import type { PageRequest } from '#goalpost/model/page.js';
import { Connection } from '#goalpost/sqlite/database/connection.js';
import { openSqliteStore } from '#goalpost/sqlite/sqlite-store.js';
import { BatchedReads } from '#goalpost/sqlite/workers/batched-reads.js';
import { ShortReads } from '#goalpost/sqlite/workers/short-reads.js';
import { Threads } from '#goalpost/sqlite/workers/threads.js';
import type { Selection } from '#goalpost/store/contract/conversions.js';
import { PageExpired, StoreUnavailable } from '#goalpost/store/store.js';
import { project, T0, urlGoal, visit } from '../support/builders.js';

const SESSIONS = Array.from({ length: 40 }, (_, index) => `s${index}` as SessionId);
const FIRST_PAGE: PageRequest = { limit: 10_000, after: null };

let dir: string;
let reader: Connection;
let readers: Threads;
/** The actions passed to threads, one list per call. */
let given: string[][];

beforeEach(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
  const store = openSqliteStore(dir);
  await store.projects.create(project());
  await store.goals.create('p1' as ProjectId, urlGoal('/', { key: 'home' }));
  await store.events.record(
    'p1' as ProjectId,
    SESSIONS.map((sessionId, index) => visit('/', { sessionId, at: T0 + index })),
  );
  await store.close();
  reader = Connection.openReader(path.join(dir, 'goalpost.db'));
  readers = new Threads(path.join(dir, 'goalpost.db'), 'read', 2);
  given = [];
  const perform = readers.perform.bind(readers);
  vi.spyOn(readers, 'perform').mockImplementation((tasks) => {
    given.push(tasks.map(({ name }) => name));
    return perform(tasks);
  });
});

afterEach(async () => {
  await readers.close();
  reader.close();
  rmSync(dir, { recursive: true });
});

/** On a busy machine, a thread takes seconds to start. */
function untilOneIsIdle() {
  return vi.waitFor(() => expect(readers.hasIdle()).toBe(true), { timeout: 30_000 });
}

function of(...sessionIds: SessionId[]): Selection {
  return { projectId: 'p1' as ProjectId, sessionIds, period: { from: null, until: null }, types: null };
}

/** The expected result of reading one session. */
function idsOf(sessionId: SessionId) {
  return { json: JSON.stringify([`${sessionId}:url:home:e1`]), next: null };
}

it('shares short reads of one turn with an idle thread, and returns each its own result', async () => {
  const short = new ShortReads(reader, readers);
  const readAll = () => Promise.all(SESSIONS.map((id) => short.run('fewConversionIds', of(id), FIRST_PAGE)));
  const expected = SESSIONS.map(idsOf);

  // The first read finds no thread, and starts one.
  expect(await readAll()).toEqual(expected);
  expect(given).toEqual([['wake']]);
  await untilOneIsIdle();
  expect(await readAll()).toEqual(expected);
  expect(given[1]).toEqual(Array.from({ length: 20 }, () => 'fewConversionIds'));
});

it('runs a few short reads on the calling thread', async () => {
  const short = new ShortReads(reader, readers);
  readers.hasIdle();
  await untilOneIsIdle();
  const few = SESSIONS.slice(0, 3);
  expect(await Promise.all(few.map((id) => short.run('fewConversionIds', of(id), FIRST_PAGE)))).toEqual(few.map(idsOf));
  expect(given).toEqual([['wake']]);
});

it('batches reads that arrive while all threads are busy, up to a number of sessions', async () => {
  const batched = new BatchedReads(readers, 2);
  const reads = [1, 1, 100, 299, 1, 1000, 1].map((sessions, index) =>
    batched.run(sessions, 'conversionIds', of(SESSIONS[index]!), FIRST_PAGE),
  );
  expect(await Promise.all(reads)).toEqual(SESSIONS.slice(0, 7).map(idsOf));
  expect(given.map((tasks) => tasks.length).sort()).toEqual([1, 1, 1, 1, 3]);
});

it('rejects only the failing read of a batch, with its own error', async () => {
  const short = new ShortReads(reader, readers);
  const batched = new BatchedReads(readers, 2);
  readers.hasIdle();
  await untilOneIsIdle();
  const isBad = (index: number) => index % 10 === 9;
  // A page start that has expired.
  const expired: PageRequest = { limit: 1, after: { occurredAt: T0, id: '', snapshot: '99' } };
  const [shortOnes, batchedOnes] = await Promise.all([
    Promise.allSettled(
      SESSIONS.map((id, index) =>
        short.run('fewConversionIds', isBad(index) ? (null as unknown as Selection) : of(id), FIRST_PAGE),
      ),
    ),
    Promise.allSettled(
      SESSIONS.map((id, index) => batched.run(1, 'conversionIds', of(id), isBad(index) ? expired : FIRST_PAGE)),
    ),
  ]);
  for (const [index, id] of SESSIONS.entries()) {
    const answer = { status: 'fulfilled', value: idsOf(id) };
    expect(shortOnes[index]).toEqual(
      isBad(index) ? { status: 'rejected', reason: expect.objectContaining({ name: 'TypeError' }) } : answer,
    );
    expect(batchedOnes[index]).toEqual(isBad(index) ? { status: 'rejected', reason: expect.any(PageExpired) } : answer);
  }
});

it('runs short reads on the calling thread when their thread dies', async () => {
  const short = new ShortReads(reader, readers);
  readers.hasIdle();
  await untilOneIsIdle();
  vi.mocked(readers.perform).mockRejectedValueOnce(new Error('Worker exited'));
  expect(await Promise.all(SESSIONS.map((id) => short.run('fewConversionIds', of(id), FIRST_PAGE)))).toEqual(
    SESSIONS.map(idsOf),
  );
});

it('reports the store as unavailable when a thread cannot open the file', async () => {
  const nowhere = new Threads(path.join(dir, 'nowhere.db'), 'read', 1);
  const read = () => new BatchedReads(nowhere, 1).run(1, 'conversionIds', of(SESSIONS[0]!), FIRST_PAGE);
  await expect(read()).rejects.toThrow(StoreUnavailable);
  await expect(read()).rejects.toThrow(StoreUnavailable);
  await nowhere.close();
});

it('answers reads that began before the store is closed', async () => {
  const store = openSqliteStore(dir);
  const reads = SESSIONS.map((id) => store.conversions.ids(of(id), FIRST_PAGE));
  await store.close();
  expect(await Promise.all(reads)).toEqual(SESSIONS.map(idsOf));
});

it('refuses reads while the threads are stopping', async () => {
  const batched = new BatchedReads(readers, 2);
  await readers.close();
  expect(readers.hasIdle()).toBe(false);
  await expect(batched.run(1, 'conversionIds', of(SESSIONS[0]!), FIRST_PAGE)).rejects.toThrow(StoreUnavailable);
});
