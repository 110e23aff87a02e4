import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { Pace, remainingText } from '#goalpost/cli/pace.js';
import { startProgressBar } from '#goalpost/cli/progress-bar.js';

const MINUTE_MS = 60_000;

it('estimates the remaining time from the pace of the last minute', () => {
  let now = 0;
  const pace = new Pace(1000, () => now);
  expect(pace.remaining(0)).toBe(null);
  // Half of the work was done by an earlier run, and is skipped.
  now = 1000;
  expect(pace.remaining(500)).toBe(1000);
  // The rest takes much longer.
  for (let minute = 1; minute <= 3; minute++) {
    now += MINUTE_MS;
    pace.remaining(500 + 10 * minute);
  }
  now += MINUTE_MS;
  expect(pace.remaining(540)).toBe(46 * MINUTE_MS);
});

it.for([
  [null, 'remaining time unknown'],
  [0, 'about 0 s left'],
  [1500, 'about 2 s left'],
  [MINUTE_MS, 'about 1 min left'],
  [61 * MINUTE_MS, 'about 1 h 1 min left'],
  [48 * 60 * MINUTE_MS, 'about 48 h 0 min left'],
] as const)('shows %s ms as "%s"', ([ms, text]) => {
  expect(remainingText(ms)).toBe(text);
});

it('writes a line every 30 seconds when there is no terminal', async () => {
  let now = 0;
  const stderr = new PassThrough();
  const bar = startProgressBar(
    { stdout: new PassThrough(), stderr },
    { whole: 2000, counted: 'events copied (step 1 of 2)' },
    () => now,
  );
  for (let second = 1; second <= 60; second++) {
    now = 1000 * second;
    bar.update(20 * second, 20 * second);
  }
  bar.stop();
  expect((await stderr.end().toArray()).join('')).toBe(
    '30 %, 600 events copied (step 1 of 2), about 2 min left\n60 %, 1200 events copied (step 1 of 2), about 40 s left\n',
  );
});
