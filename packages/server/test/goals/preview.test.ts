import { expect, it } from 'vitest';
import { PREVIEW_EVENTS_MAX, previewGoal, warningsOf } from '#goalpost/goals/preview.js';
import type { ProjectId } from '#goalpost/model/ids.js';
import type { PreviewPart, PreviewQuery } from '#goalpost/store/store.js';
import { visit } from '../support/builders.js';

const query: PreviewQuery = {
  projectId: 'p1' as ProjectId,
  typed: { type: 'url', rule: { match: 'prefix', pattern: '/', on: 'path' } },
  period: { from: null, until: null },
};

/** Endless parts, like a store with more events or sessions than a test can create. */
const endless = (part: Omit<PreviewPart, 'next'>) => {
  const seen: (string | null)[] = [];
  const preview = async (_asked: PreviewQuery, after: string | null) => {
    seen.push(after);
    return { ...part, next: String(seen.length) };
  };
  return { preview, seen };
};

it('stops at its limit, continues where each part ended, and reports that it is incomplete', async () => {
  const { preview, seen } = endless({ examined: 2000, matched: 500, sessions: 3, examples: [visit('/')] });
  const found = await previewGoal({ preview }, query);
  const parts = PREVIEW_EVENTS_MAX / 2000;
  expect(seen).toEqual([null, ...Array.from({ length: parts - 1 }, (_, n) => String(n + 1))]);
  expect(found).toMatchObject({
    examined: PREVIEW_EVENTS_MAX,
    matched: 500 * parts,
    sessions: 3 * parts,
    isComplete: false,
  });
  expect(found.examples).toHaveLength(10);
  expect(warningsOf(found, query)).toEqual([
    `Only ${PREVIEW_EVENTS_MAX} visits were examined, of the sessions that began last; shorten the period to see all.`,
  ]);
});

it('stops when there are only sessions without such events', async () => {
  const { preview, seen } = endless({ examined: 0, matched: 0, sessions: 0, examples: [] });
  const found = await previewGoal({ preview }, query);
  expect(found).toMatchObject({ examined: 0, isComplete: false });
  expect(seen.length).toBeLessThanOrEqual(1000);
  // There may be events in the parts that were not examined.
  expect(warningsOf(found, query).join()).not.toContain('There are no visits');
});
