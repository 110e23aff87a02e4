import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { track, tracked } from '../collect/track/track.js';
import { useApi } from '../support/api.js';
import { useRedis } from '../support/redis.js';
import { useProcesses, visitAt } from './processes.js';

vi.setConfig({ testTimeout: 120_000 });

const api = useApi();
const redis = useRedis();
const processes = useProcesses(api, redis);

const MINUTE_MS = 60_000;
const AT_ONCE = 30;

it('a visitor whose requests several processes hear at the same moment has one session', async () => {
  const visits = Array.from({ length: AT_ONCE }, (_, index) => visitAt(api, processes[index % processes.length]!));
  expect(new Set(await Promise.all(visits)).size).toBe(1);
});

it('whichever processes hear a visitor, sessions are those that one process alone would have found', async () => {
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

describe('a session goes on', () => {
  it('in another process, past midnight too', async () => {
    api.now = Date.parse('2026-01-03T23:50:00Z');
    const first = await visitAt(api, processes[0]!);
    api.now += 20 * MINUTE_MS;
    expect(await visitAt(api, processes[1]!)).toBe(first);
    api.now += 20 * MINUTE_MS;
    expect(await visitAt(api, processes[2]!)).toBe(first);
  });

  it('when Redis has forgotten everything, as the store has it', async () => {
    const first = await visitAt(api, processes[0]!);
    await redis.command('FLUSHALL');
    api.now += 20 * MINUTE_MS;
    expect(await visitAt(api, processes[1]!)).toBe(first);
  });
});

/** `['b', 'a', 'b']` is `[0, 1, 0]`: ids differ from run to run, which of them are the same does not. */
function inOrderOfAppearance(sessions: readonly string[]): number[] {
  const seen = [...new Set(sessions)];
  return sessions.map((session) => seen.indexOf(session));
}
