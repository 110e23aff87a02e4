import { expect, it } from 'vitest';
import { rememberedSalts } from '#goalpost/live/salts.js';

it('a salt is looked for once, also by those who ask while it is', async () => {
  let asked = 0;
  const salts = rememberedSalts(async (day) => `${day} ${++asked}`);
  expect(await Promise.all([salts.of('2026-01-03'), salts.of('2026-01-03')])).toEqual(['2026-01-03 1', '2026-01-03 1']);
  expect(await salts.of('2026-01-03')).toBe('2026-01-03 1');
  expect(await salts.of('2026-01-04')).toBe('2026-01-04 2');
});

it('a salt that could not be found is looked for again', async () => {
  let isAway = true;
  const salts = rememberedSalts(async () => {
    if (isAway) throw new Error('away');
    return 'salt';
  });
  await expect(salts.of('2026-01-03')).rejects.toThrow('away');
  isAway = false;
  expect(await salts.of('2026-01-03')).toBe('salt');
});
