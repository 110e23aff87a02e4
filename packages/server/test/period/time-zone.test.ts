import { describe, expect, it } from 'vitest';
import { isTimeZone } from '#goalpost/period/time-zone.js';

describe('a project may have', () => {
  it.each([
    'Europe/Amsterdam',
    'europe/amsterdam',
    'America/Argentina/Buenos_Aires',
    'Europe/Kiev',
    'Europe/Kyiv',
    'UTC',
    'GMT',
    'Etc/GMT-1',
  ])('the time zone %s', (name) => {
    expect(isTimeZone(name)).toBe(true);
  });
});

describe('a project may not have', () => {
  it.each([
    ['an offset', '+01:00'],
    ['an offset without minutes', '+01'],
    ['a negative offset', '-0530'],
    ['an abbreviation', 'PST'],
    ['nothing', ''],
    ['white space', ' Europe/Amsterdam'],
    ['a place there is not', 'Europe/Atlantis'],
    ['a zone inside a date', '2026-01-01T00:00:00[Europe/Amsterdam]'],
    ['a zone with an annotation', 'UTC[u-ca=gregory]'],
    ['a very long name', 'Europe/'.repeat(100_000)],
  ])('%s as its time zone', (_what, name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});
