import { describe, expect, it } from 'vitest';
import { PREVIEW_EVENTS_MAX, previewGoal, warningsOf } from '#goalpost/goals/preview.js';
import type { ProjectId } from '#goalpost/model/ids.js';
import type { PreviewPart, PreviewQuery } from '#goalpost/store/contract/goals.js';
import { T0, visit } from '../support/builders.js';

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
  const { preview, seen } = endless({
    examined: 2000,
    matchedAt: Array(500).fill(T0),
    sessions: 3,
    examples: [visit('/')],
  });
  const found = await previewGoal({ preview }, query, 'UTC');
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
  const { preview, seen } = endless({ examined: 0, matchedAt: [], sessions: 0, examples: [] });
  const found = await previewGoal({ preview }, query, 'UTC');
  expect(found).toMatchObject({ examined: 0, isComplete: false });
  expect(seen.length).toBeLessThanOrEqual(1000);
  // There may be events in the parts that were not examined.
  expect(warningsOf(found, query).join()).not.toContain('There are no visits');
});

describe('days of a preview', () => {
  const days = async (timeZone: string, ...times: string[]) => {
    const matchedAt = times.map((time) => Date.parse(time));
    const preview = async () => ({ examined: 9, matchedAt, sessions: 1, examples: [], next: null });
    return (await previewGoal({ preview }, query, timeZone)).days;
  };

  it('are those of the time zone, in order, and those with a match alone', async () => {
    const times = ['2026-03-29T22:30:00Z', '2026-03-28T22:59:59Z', '2026-03-28T23:00:00Z', '2026-03-29T21:59:59Z'];
    expect(await days('Europe/Amsterdam', ...times)).toEqual([
      { date: '2026-03-28', matched: 1 },
      { date: '2026-03-29', matched: 2 },
      { date: '2026-03-30', matched: 1 },
    ]);
    expect(await days('Asia/Kathmandu', '2026-01-01T18:15:00Z', '2026-01-05T00:00:00Z')).toEqual([
      { date: '2026-01-02', matched: 1 },
      { date: '2026-01-05', matched: 1 },
    ]);
    expect(await days('UTC')).toEqual([]);
  });

  it('are the latest ones, when events are centuries apart', async () => {
    expect(await days('UTC', '0001-01-01T00:00:00Z', '2026-01-01T00:00:00Z', '2026-01-01T09:00:00Z')).toEqual([
      { date: '2026-01-01', matched: 2 },
    ]);
  });
});
