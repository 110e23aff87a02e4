import { expect, it } from 'vitest';
import type { Event } from '#goalpost/model/event.js';
import type { ProjectId } from '#goalpost/model/ids.js';
import type { Recorded } from '#goalpost/store/contract/events.js';
import { GroupCommit, type RecordAnswer, type RecordRequest } from '#goalpost/store/group-commit.js';

const request = (projectId: string, ...ids: string[]): RecordRequest => ({
  projectId: projectId as ProjectId,
  events: (ids.length > 0 ? ids : ['e']).map((id) => ({ id }) as Event),
});

/** Records the first `count` events of a request. */
const recording = ({ events }: RecordRequest, count = events.length): RecordAnswer => ({
  recorded: events.slice(0, count).map((): Recorded => 'stored'),
  progress: null,
});

it('commits events that the time did not suffice for again, before later ones of their project', async () => {
  const commits: string[][] = [];
  const group = new GroupCommit(
    async (requests) => {
      commits.push(requests.flatMap(({ events }) => events.map(({ id }) => id)));
      return requests.map((each, index) => recording(each, index === 0 ? 1 : 0));
    },
    { concurrency: 1 },
  );
  const answers = await Promise.all([group.record(request('p', 'a', 'b', 'c')), group.record(request('p', 'd'))]);
  expect(answers).toEqual([['stored', 'stored', 'stored'], ['stored']]);
  // The next commit is handed as many as this one did.
  expect(commits).toEqual([['a', 'b', 'c', 'd'], ['b'], ['c', 'd'], ['d']]);
});

it('hands a commit what an earlier one noted of the same event', async () => {
  const progress = { revision: 1, tried: 2, met: [7] };
  const seen: unknown[] = [];
  const group = new GroupCommit(
    async ([first]) => {
      seen.push(first!.progress);
      return [seen.length === 1 ? { recorded: ['stored'], progress } : recording(first!)];
    },
    { concurrency: 1 },
  );
  expect(await group.record(request('p', 'a', 'b'))).toEqual(['stored', 'stored']);
  expect(seen).toEqual([undefined, progress]);
});

it('waits for callers that arrive within the time to gather, before the first commit and the next one', async () => {
  const commits: number[] = [];
  const group = new GroupCommit(
    async (requests) => {
      commits.push(requests.length);
      return requests.map((each) => recording(each));
    },
    { concurrency: 1, gatherMs: 500 },
  );
  for (let time = 0; time < 2; time++) {
    const first = group.record(request('p', 'a'));
    await turn();
    await Promise.all([first, group.record(request('p', 'b'))]);
  }
  expect(commits).toEqual([2, 2]);
});

it('gives a slow project a commit of its own, in turn with the others', async () => {
  const commits: string[] = [];
  const group = new GroupCommit(
    async (requests) => {
      commits.push(requests.map(({ projectId, events }) => projectId + events.length).join(' '));
      return requests.map((each) => recording(each, each.projectId === 'slow' ? 2 : undefined));
    },
    { concurrency: 1 },
  );
  const slow = group.record(request('slow', 'a', 'b', 'c', 'd', 'e'));
  await group.record(request('one'));
  await Promise.all([slow, group.record(request('one')), group.record(request('other'))]);
  expect(commits).toEqual(['slow5 one1', 'slow2', 'one1 other1', 'slow1']);
});

it('takes every project into the next commit, however much another one has waiting', async () => {
  const commits: string[][] = [];
  const group = new GroupCommit(
    async (requests) => {
      commits.push(requests.map(({ projectId }) => projectId));
      return requests.map((each) => recording(each, 1000));
    },
    { concurrency: 1 },
  );
  const large = Array.from({ length: 3000 }, (_, index) => `e${index}`);
  const waiting = [1, 2, 3, 4].map(() => group.record(request('large', ...large)));
  const small = group.record(request('small'));
  await small;
  expect(commits).toEqual([['large', 'small', 'large']]);
  await Promise.all(waiting);
});

it('shares a commit among callers of one moment, however many promises each has awaited', async () => {
  const commits: number[] = [];
  const group = new GroupCommit(
    async (requests) => {
      commits.push(requests.length);
      return requests.map((each) => recording(each));
    },
    { concurrency: 1 },
  );
  const comeAfter = async (promises: number) => {
    for (let waited = 0; waited < promises; waited++) await null;
    await group.record(request('p'));
  };
  const all = Promise.all([0, 1, 7, 50].map(comeAfter));
  // This is well before the end of the turn of the event loop.
  await new Promise((resolve) => process.nextTick(resolve));
  expect(commits).toEqual([4]);
  await all;
});

/** A group with callers of different projects. Its commits end when the test says so, with answers for the first `answered` callers or an error. */
function held(concurrency: 1 | 2) {
  const commits: { size: number; end: (ended?: { answered: number }) => void; fail: () => void }[] = [];
  const group = new GroupCommit(
    (requests) =>
      new Promise((resolve, reject) => {
        commits.push({
          size: requests.length,
          end: ({ answered } = { answered: requests.length }) =>
            resolve(requests.map((each, index) => recording(each, index < answered ? 1 : 0))),
          fail: () => reject(new Error('disk full')),
        });
      }),
    { concurrency },
  );
  let failed = 0;
  let projects = 0;
  const come = async (callers: number) => {
    for (let caller = 0; caller < callers; caller++) group.record(request(`p${projects++}`)).catch(() => failed++);
    await turn();
  };
  return { group, commits, come, sizes: () => commits.map(({ size }) => size), failed: () => failed };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('hands over one commit before the previous one is answered, once enough callers wait', async () => {
  const { group, commits, come, sizes } = held(2);
  await come(3);
  await come(7);
  expect(sizes()).toEqual([3]);
  await come(1);
  expect(sizes()).toEqual([3, 8]);
  await come(20);
  expect(sizes()).toEqual([3, 8]);
  commits[0]!.end();
  await turn();
  expect(sizes()).toEqual([3, 8, 14]);
  commits[1]!.end();
  await turn();
  expect(sizes()).toEqual([3, 8, 14]);
  commits[2]!.end();
  await turn();
  expect(sizes()).toEqual([3, 8, 14, 6]);
  commits[3]!.end();
  await group.drained();
});

it('divides callers that arrive together among the concurrent commits', async () => {
  const { group, commits, come, sizes } = held(2);
  await come(64);
  expect(sizes()).toEqual([32, 32]);
  commits[0]!.end();
  await turn();
  await come(32);
  expect(sizes()).toEqual([32, 32, 32]);
  for (const { end } of commits) end();
  await group.drained();
});

it('stops counting callers of a failed commit, and counts unanswered callers again', async () => {
  const { group, commits, come, sizes, failed } = held(2);
  await come(16);
  commits[0]!.fail();
  commits[1]!.end({ answered: 3 });
  await turn();
  // Five callers are left, each of a project that is slow now.
  for (let left = 0; left < 5; left++) {
    commits[2 + left]!.end();
    await turn();
  }
  expect([sizes(), failed()]).toEqual([[8, 8, 1, 1, 1, 1, 1], 8]);
  await come(64);
  expect(sizes().slice(7)).toEqual([32, 32]);
  for (const { end } of commits) end();
  await group.drained();
});

it('keeps a few callers in one group', async () => {
  const { group, commits, come, sizes } = held(2);
  await come(15);
  expect(sizes()).toEqual([15]);
  commits[0]!.end();
  await group.drained();
});

it('hands over nothing ahead to a writer that takes one commit at a time', async () => {
  const { group, commits, come, sizes } = held(1);
  await come(1);
  await come(30);
  expect(sizes()).toEqual([1]);
  commits[0]!.end();
  await turn();
  expect(sizes()).toEqual([1, 30]);
  commits[1]!.end();
  await group.drained();
});
