import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Breather } from '#goalpost/store/breather.js';

/** Longer than a turn. */
const BUSY_MS = 8;
const ROUNDS = 5;

function work(): void {
  const until = performance.now() + BUSY_MS;
  while (performance.now() < until);
}

it('lets others past between any two turns, however many loops there are', async () => {
  let passed = 0;
  let isDone = false;
  const others = async () => {
    while (!isDone) {
      passed++;
      await setImmediate();
    }
  };
  const turns: number[] = [];
  const loop = async () => {
    const breather = new Breather();
    for (let round = 0; round < ROUNDS; round++) {
      work();
      const pause = breather.pause();
      expect(pause).not.toBeNull();
      await pause;
      turns.push(passed);
    }
  };
  const waiting = others();
  await Promise.all([loop(), loop(), loop()]);
  isDone = true;
  await waiting;
  expect(new Set(turns).size).toBe(3 * ROUNDS);
});

it('does not look at the clock before enough has been done', () => {
  const breather = new Breather(10);
  work();
  expect([breather.pause(4), breather.pause(5)]).toEqual([null, null]);
  expect(breather.pause(1)).not.toBeNull();
});
