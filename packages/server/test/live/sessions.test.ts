import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { track, tracked } from '../collect/track/track.js';
import { useApi } from '../support/api.js';
import { useRedis } from '../support/redis.js';
import { useProcesses, visitAt } from './processes.js';

const api = useApi();
const redis = useRedis();
const processes = useProcesses(api, redis);

const MINUTE_MS = 60_000;
const CONCURRENT_VISITS = 30;

it('a visitor whose requests reach several processes at the same moment has one session', async () => {
  const visits = Array.from({ length: CONCURRENT_VISITS }, (_, index) =>
    visitAt(api, processes[index % processes.length]!),
  );
  expect(new Set(await Promise.all(visits)).size).toBe(1);
});

it('several processes find the same sessions as a single process', async () => {
  const step = fc.record({
    visitor: fc.nat(2),
    process: fc.nat(processes.length - 1),
    minutesLater: fc.oneof(fc.nat(5), fc.nat(45), fc.nat(10 * 60)),
    minutesOld: fc.array(fc.oneof(fc.constant(0), fc.nat(90), fc.nat(24 * 60)), { minLength: 1, maxLength: 4 }),
  });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 15 }), async (steps) => {
      run++;
      const alone: string[] = [];
      const shared: string[] = [];
      for (const [number, { visitor, process, minutesLater, minutesOld }] of steps.entries()) {
        api.now += minutesLater * MINUTE_MS;
        const events = minutesOld.map((minutes, index) =>
          tracked({ id: `${number}-${index}`, age: minutes * MINUTE_MS }),
        );
        alone.push(await track(api, events, { userAgent: `Firefox/1 alone ${run} ${visitor}` }));
        const { app } = processes[process]!;
        shared.push(await track({ ...api, app }, events, { userAgent: `Firefox/1 shared ${run} ${visitor}` }));
      }
      expect(inOrderOfAppearance(shared)).toEqual(inOrderOfAppearance(alone));
    }),
    { numRuns: 150 },
  );
});

describe('a session continues', () => {
  it('in another process, even past midnight', async () => {
    api.now = Date.parse('2026-01-03T23:50:00Z');
    const first = await visitAt(api, processes[0]!);
    api.now += 20 * MINUTE_MS;
    expect(await visitAt(api, processes[1]!)).toBe(first);
    api.now += 20 * MINUTE_MS;
    expect(await visitAt(api, processes[2]!)).toBe(first);
  });

  it('from the store when Redis has lost all data', async () => {
    const first = await visitAt(api, processes[0]!);
    await redis.command('FLUSHALL');
    api.now += 20 * MINUTE_MS;
    expect(await visitAt(api, processes[1]!)).toBe(first);
  });
});

/** Maps `['b', 'a', 'b']` to `[0, 1, 0]`, because ids differ between runs and only their equality matters. */
function inOrderOfAppearance(sessions: readonly string[]): number[] {
  const seen = [...new Set(sessions)];
  return sessions.map((session) => seen.indexOf(session));
}
