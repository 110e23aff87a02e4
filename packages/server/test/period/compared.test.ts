import { describe, expect, it } from 'vitest';
import { type Comparison, comparedPeriods } from '#goalpost/period/compared.js';

const at = (text: string) => Date.parse(text);
const LATER = at('2030-01-01T00:00:00Z');
const shown = ({ from, until }: { from: number; until: number }) =>
  [from, until].map((ms) => new Date(ms).toISOString().slice(0, 16));
const compared = (from: string, until: string, by: Comparison, timeZone = 'UTC', now = LATER) =>
  comparedPeriods({ from: at(from), until: at(until) }, by, timeZone, now).map(shown);

describe('A period is compared', () => {
  it.each<[string, string, Comparison, string, string[]]>([
    ['2026-03-01T00:00Z', '2026-04-01T00:00Z', 'previous_period', 'UTC', ['2026-02-01T00:00', '2026-03-01T00:00']],
    ['2026-01-01T00:00Z', '2027-01-01T00:00Z', 'previous_period', 'UTC', ['2025-01-01T00:00', '2026-01-01T00:00']],
    ['2026-03-02T00:00Z', '2026-03-09T00:00Z', 'previous_period', 'UTC', ['2026-02-23T00:00', '2026-03-02T00:00']],
    ['2026-03-02T12:00Z', '2026-03-03T18:00Z', 'previous_period', 'UTC', ['2026-02-28T12:00', '2026-03-01T18:00']],
    ['2026-03-02T00:00Z', '2026-03-09T00:00Z', 'previous_year', 'UTC', ['2025-03-02T00:00', '2025-03-09T00:00']],
    ['2024-02-29T00:00Z', '2024-03-01T00:00Z', 'previous_year', 'UTC', ['2023-02-28T00:00', '2023-03-01T00:00']],
    // The clocks went forward on March 29: the days are local ones.
    [
      '2026-03-28T23:00Z',
      '2026-03-30T22:00Z',
      'previous_period',
      'Europe/Amsterdam',
      ['2026-03-26T23:00', '2026-03-28T23:00'],
    ],
  ])('from %s until %s with the %s in %s', (from, until, by, timeZone, expected) => {
    expect(compared(from, until, by, timeZone)[1]).toEqual(expected);
  });

  it('up to now, if it has not ended, and the earlier one up to the same point', () => {
    const now = at('2026-03-10T06:30:00Z');
    expect(compared('2026-03-01T00:00Z', '2026-04-01T00:00Z', 'previous_period', 'UTC', now)).toEqual([
      ['2026-03-01T00:00', '2026-03-10T06:30'],
      ['2026-02-01T00:00', '2026-02-10T06:30'],
    ]);
  });

  it('with no more than the whole of a shorter month', () => {
    const now = at('2026-03-30T06:30:00Z');
    expect(compared('2026-03-01T00:00Z', '2026-04-01T00:00Z', 'previous_period', 'UTC', now)[1]).toEqual([
      '2026-02-01T00:00',
      '2026-03-01T00:00',
    ]);
  });

  it('with given dates, cut at the same point', () => {
    const period = { from: at('2026-03-02T00:00Z'), until: at('2026-03-09T00:00Z') };
    const other = { from: at('2026-01-05T00:00Z'), until: at('2026-01-12T00:00Z') };
    const now = at('2026-03-04T06:00:00Z');
    expect(comparedPeriods(period, other, 'UTC', now).map(shown)).toEqual([
      ['2026-03-02T00:00', '2026-03-04T06:00'],
      ['2026-01-05T00:00', '2026-01-07T06:00'],
    ]);
  });

  it('as nothing before it has begun', () => {
    const now = at('2026-02-01T00:00:00Z');
    expect(compared('2026-03-01T00:00Z', '2026-04-01T00:00Z', 'previous_period', 'UTC', now)).toEqual([
      ['2026-03-01T00:00', '2026-03-01T00:00'],
      ['2026-02-01T00:00', '2026-02-01T00:00'],
    ]);
  });
});
