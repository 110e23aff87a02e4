import { describe, expect, it } from 'vitest';
import type { ProjectId } from '#goalpost/model/ids.js';
import { REPORTS_MAX, REPORTS_PER_PROJECT_MAX, REPORTS_WAITING_MAX, ReportTurns } from '#goalpost/reports/turns.js';

const project = (name: string) => name as ProjectId;
const NEVER = new AbortController().signal;

/** Work that goes on until it is told to end. */
function work() {
  let end = () => {};
  const running = { begun: false, end: () => end() };
  return {
    running,
    run: () =>
      new Promise<string>((resolve) => {
        running.begun = true;
        end = () => resolve('done');
      }),
  };
}

/** All microtasks that are due now. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('Turns of reports', () => {
  it('are for two reports of a project at a time, and four in all', async () => {
    const turns = new ReportTurns();
    const all = ['a', 'a', 'a', 'b', 'c', 'd'].map((name) => ({ name, ...work() }));
    const results = all.map(({ name, run }) => turns.run(project(name), NEVER, run));
    await settle();
    const begun = () => all.filter(({ running }) => running.begun).map(({ name }) => name);
    expect(begun()).toEqual(['a', 'a', 'b', 'c']);
    expect([REPORTS_PER_PROJECT_MAX, REPORTS_MAX]).toEqual([2, 4]);
    all[4]!.running.end();
    await settle();
    // The third of "a" was first, but two of "a" are running.
    expect(begun()).toEqual(['a', 'a', 'b', 'c', 'd']);
    for (let ended = 0; ended < all.length; ended++) {
      for (const { running } of all) running.end();
      await settle();
    }
    expect(await Promise.all(results)).toEqual(all.map(() => 'done'));
  });

  it('are refused when too many wait, and free again when one that waited has left', async () => {
    const turns = new ReportTurns();
    const running = [work(), work()];
    for (const { run } of running) turns.run(project('a'), NEVER, run);
    const leaving = new AbortController();
    const left = turns.run(project('a'), leaving.signal, work().run);
    const waiting = Array.from({ length: REPORTS_WAITING_MAX - 1 }, () =>
      turns.run(project('a'), NEVER, async () => 'ran'),
    );
    await expect(turns.run(project('a'), NEVER, work().run)).rejects.toMatchObject({ statusCode: 429 });
    leaving.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
    waiting.push(turns.run(project('a'), NEVER, async () => 'ran'));
    await expect(turns.run(project('a'), NEVER, work().run)).rejects.toMatchObject({ statusCode: 429 });
    for (const one of running) one.running.end();
    expect(await Promise.all(waiting)).toEqual(waiting.map(() => 'ran'));
  });

  it('go on after one has failed', async () => {
    const turns = new ReportTurns();
    for (let failed = 0; failed < REPORTS_MAX + 1; failed++) {
      const failing = turns.run(project('a'), NEVER, async () => {
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
    }
    expect(await turns.run(project('a'), NEVER, async () => 'ran')).toBe('ran');
  });
});
