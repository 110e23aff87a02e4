import { expect, it } from 'vitest';
import { cachedSalts } from '#goalpost/live/salts.js';

it('concurrent and later callers share one look-up of a salt', async () => {
  let lookUps = 0;
  const salts = cachedSalts(async (day) => `${day} ${++lookUps}`);
  expect(await Promise.all([salts.of('2026-01-03'), salts.of('2026-01-03')])).toEqual(['2026-01-03 1', '2026-01-03 1']);
  expect(await salts.of('2026-01-03')).toBe('2026-01-03 1');
  expect(await salts.of('2026-01-04')).toBe('2026-01-04 2');
});

it('a failed look-up is retried', async () => {
  let isDown = true;
  const salts = cachedSalts(async () => {
    if (isDown) throw new Error('down');
    return 'salt';
  });
  await expect(salts.of('2026-01-03')).rejects.toThrow('down');
  isDown = false;
  expect(await salts.of('2026-01-03')).toBe('salt');
});
