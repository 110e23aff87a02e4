import { expect, it } from 'vitest';
import type { Event } from '#goalpost/collect/event.js';
import type { ProjectId } from '#goalpost/ids.js';
import type { RecordRequest } from '#goalpost/store/group-commit.js';
import { GroupCommit } from '#goalpost/store/group-commit.js';

const request = (projectId: string): RecordRequest => ({ projectId: projectId as ProjectId, events: [{} as Event] });

it('callers who come during a commit share the next; whom it does not answer, the one after that does, in order', async () => {
  const commits: string[][] = [];
  const group = new GroupCommit(async (requests) => {
    commits.push(requests.map(({ projectId }) => projectId));
    return requests.slice(0, 2).map(() => ['stored']);
  });
  const answers = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((id) => group.record(request(id))));
  expect(answers).toEqual(new Array(5).fill(['stored']));
  expect(commits).toEqual([['a'], ['b', 'c', 'd', 'e'], ['d', 'e']]);
});
