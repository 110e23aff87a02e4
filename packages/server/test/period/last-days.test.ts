import { expect, it } from 'vitest';
import { lastDays } from '#goalpost/period/last-days.js';

const NEW_YEAR = Date.parse('2025-12-31T23:30:00Z');

it.each([
  ['UTC', null, '2025-12-02', '2025-12-31'],
  ['Europe/Amsterdam', null, '2025-12-03', '2026-01-01'],
  ['UTC', '2026-03-01', '2026-01-31', '2026-03-01'],
  ['UTC', '2026-03-01T10:00:00+01:00', '2026-01-31', '2026-03-01'],
  ['UTC', 'soon', '2025-12-02', '2025-12-31'],
])('30 days in %s up to %s begin on %s and end on %s', (timeZone, end, start, last) => {
  expect(lastDays(30, end, NEW_YEAR, timeZone)).toEqual({ start, end: last });
});
