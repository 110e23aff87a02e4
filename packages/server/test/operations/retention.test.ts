import { beforeEach, describe, expect, it } from 'vitest';
import type { SessionId } from '#goalpost/model/ids.js';
import { DAY_MS } from '#goalpost/model/visitor.js';
import { MUCH_WAITS_MS, retentionWork } from '#goalpost/operations/retention.js';
import { useApi } from '../support/api.js';
import { T0, visit } from '../support/builders.js';

const DAYS = 30;
const api = useApi();
let logged: [level: string, what: object, sentence: string][];
const log = {
  info: (what: object, sentence: string) => logged.push(['info', what, sentence]),
  warn: (what: object, sentence: string) => logged.push(['warn', what, sentence]),
};
const work = () => retentionWork(api.store, DAYS, () => api.now, log as never);
const kept = async () => {
  const ids = ['old', ...Array.from({ length: 20 }, (_, index) => `s${index}`)] as SessionId[];
  return (await api.store.sessions.known('p1' as never, ids)).size;
};
beforeEach(() => {
  logged = [];
  api.now = T0 + (DAYS + 1) * DAY_MS;
});

const record = (fresh: number) =>
  api.record(
    visit('/', { sessionId: 'old' }),
    ...Array.from({ length: fresh }, (_, index) => visit('/', { sessionId: `s${index}`, at: T0 + 10 * DAY_MS })),
  );

describe('retention', () => {
  it('erases few sessions at once, and says how many', async () => {
    await record(9);
    const { step } = work();
    while (await step());
    expect(await kept()).toBe(9);
    const due = { project: 'p1', sessions: 1, of: 10, days: DAYS };
    expect(logged).toEqual([
      ['info', due, 'sessions are older than 30 days, and are erased now'],
      ['info', { sessions: 1, days: DAYS }, 'erased sessions older than 30 days'],
    ]);
    expect(await step()).toBe(false);
    expect(logged).toHaveLength(2);
  });

  it('waits 10 minutes before it erases more than a tenth', async () => {
    await record(8);
    const { step } = work();
    expect(await step()).toBe(false);
    api.now += MUCH_WAITS_MS - 1;
    expect(await step()).toBe(false);
    expect(await kept()).toBe(9);
    expect(logged).toEqual([
      [
        'warn',
        { project: 'p1', sessions: 1, of: 9, days: DAYS },
        'sessions are older than 30 days; erasing them begins in 10 minutes',
      ],
    ]);
    api.now += 1;
    while (await step());
    expect(await kept()).toBe(8);
    expect(logged).toHaveLength(2);
  });

  it('does not wait for sessions that get old later', async () => {
    await record(1);
    api.now = T0;
    const { step } = work();
    expect(await step()).toBe(false);
    expect(logged).toEqual([]);
    api.now = T0 + (DAYS + 1) * DAY_MS;
    while (await step());
    expect(await kept()).toBe(1);
  });
});
