import { describe, expect, it } from 'vitest';
import { openLog } from '#goalpost/cli/log.js';

describe('the log', () => {
  it('is JSON with ISO times, unless it is for people', () => {
    const written: string[] = [];
    openLog('info', { write: (line) => written.push(line) }).info({ project: 'p1' }, 'done');
    expect(written).toHaveLength(1);
    const { time, ...others } = JSON.parse(written[0]!);
    expect(new Date(time).toISOString()).toBe(time);
    expect(others).toMatchObject({ level: 30, project: 'p1', msg: 'done' });
  });

  it('for people has local time, level, sentence and ids, then the stack', () => {
    const written: string[] = [];
    const log = openLog('debug', { write: (line) => written.push(line) }, { isForPeople: true });
    log.warn({ project: 'p1', token: 't1', sessions: 3, err: new Error('no\u001b[2Jroom') }, 'stopped');
    const [first, second] = written[0]!.split('\n');
    expect(first).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d warn {2}stopped project=p1 token=t1 sessions=3$/);
    expect(second).toBe('  Error: no\\u001b[2Jroom');
    expect(written[0]).toContain('log.test.ts');
  });
});
