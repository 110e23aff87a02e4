import { expect, it } from 'vitest';
import type { Event } from '#goalpost/model/event.js';
import type { ProjectId } from '#goalpost/model/ids.js';
import type { RecordRequest } from '#goalpost/store/group-commit.js';
import { GroupCommit } from '#goalpost/store/group-commit.js';
import type { Recorded } from '#goalpost/store/store.js';

const request = (projectId: string): RecordRequest => ({ projectId: projectId as ProjectId, events: [{} as Event] });

it('shares a commit among callers of one moment; the next commit answers the rest, in order', async () => {
  const commits: string[][] = [];
  const group = new GroupCommit(
    async (requests) => {
      commits.push(requests.map(({ projectId }) => projectId));
      return requests.slice(0, 2).map(() => ['stored']);
    },
    { concurrency: 1 },
  );
  const answers = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((id) => group.record(request(id))));
  expect(answers).toEqual(new Array(5).fill(['stored']));
  expect(commits).toEqual([['a', 'b', 'c', 'd', 'e'], ['c', 'd', 'e'], ['e']]);
});

it('shares a commit among callers of one moment, however many promises each has awaited', async () => {
  const commits: number[] = [];
  const group = new GroupCommit(
    async (requests) => {
      commits.push(requests.length);
      return requests.map(() => ['stored']);
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

/** A group whose commits end when the test says so, with answers for the first `answered` callers or an error. */
function held(concurrency: 1 | 2) {
  const commits: { size: number; end: (ended?: { answered: number }) => void; fail: () => void }[] = [];
  const group = new GroupCommit(
    (requests) =>
      new Promise((resolve, reject) => {
        const answers = requests.map((): Recorded[] => ['stored']);
        commits.push({
          size: requests.length,
          end: ({ answered } = { answered: answers.length }) => resolve(answers.slice(0, answered)),
          fail: () => reject(new Error('disk full')),
        });
      }),
    { concurrency },
  );
  let failed = 0;
  const come = async (callers: number) => {
    for (let caller = 0; caller < callers; caller++) group.record(request('p')).catch(() => failed++);
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
  expect([sizes(), failed()]).toEqual([[8, 8, 5], 8]);
  commits[2]!.end();
  await turn();
  await come(64);
  expect(sizes().slice(3)).toEqual([32, 32]);
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
