import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timesOf } from '#goalpost/period/times.js';
import { repetitions } from '../support/repetitions.js';

const at = (text: string) => Date.parse(text);
const times = (unit: Parameters<typeof timesOf>[0], from: string, until: string, timeZone: string) => {
  const { starts, labels } = timesOf(unit, { from: at(from), until: at(until) }, timeZone);
  return labels.map((label, index) => [label, new Date(starts[index]!).toISOString().replace('.000Z', 'Z')]);
};

describe('The times of a period', () => {
  it('are the local days that it touches', () => {
    expect(times('day', '2026-03-28T12:00:00Z', '2026-03-29T23:00:00Z', 'Europe/Amsterdam')).toEqual([
      ['2026-03-28', '2026-03-27T23:00:00Z'],
      ['2026-03-29', '2026-03-28T23:00:00Z'],
      ['2026-03-30', '2026-03-29T22:00:00Z'],
    ]);
  });

  it('are hours, the repeated one twice', () => {
    expect(times('hour', '2026-10-25T00:00:00Z', '2026-10-25T02:00:01Z', 'Europe/Amsterdam')).toEqual([
      ['2026-10-25T02:00:00+02:00', '2026-10-25T00:00:00Z'],
      ['2026-10-25T02:00:00+01:00', '2026-10-25T01:00:00Z'],
      ['2026-10-25T03:00:00+01:00', '2026-10-25T02:00:00Z'],
    ]);
  });

  it('are hours without the skipped one', () => {
    expect(times('hour', '2026-03-29T00:30:00Z', '2026-03-29T02:00:00Z', 'Europe/Amsterdam')).toEqual([
      ['2026-03-29T01:00:00+01:00', '2026-03-29T00:00:00Z'],
      ['2026-03-29T03:00:00+02:00', '2026-03-29T01:00:00Z'],
    ]);
  });

  it('are weeks from Monday, and months', () => {
    expect(times('week', '2026-01-01T00:00:00Z', '2026-01-13T00:00:00Z', 'UTC').map(([label]) => label)).toEqual([
      '2025-12-29',
      '2026-01-05',
      '2026-01-12',
    ]);
    expect(
      times('month', '2025-12-31T23:30:00Z', '2026-02-01T00:00:00Z', 'Europe/Amsterdam').map(([label]) => label),
    ).toEqual(['2026-01', '2026-02']);
  });

  it('begin a day at the change of the clocks where midnight is skipped', () => {
    expect(times('day', '2018-11-03T12:00:00Z', '2018-11-04T12:00:00Z', 'America/Sao_Paulo')).toEqual([
      ['2018-11-03', '2018-11-03T03:00:00Z'],
      ['2018-11-04', '2018-11-04T03:00:00Z'],
    ]);
  });

  it('are none in an empty period', () => {
    expect(timesOf('day', { from: 5, until: 5 }, 'UTC')).toEqual({ starts: [], labels: [] });
  });

  it('agree with the local dates of Intl, in any zone', () => {
    let days = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(
          'Europe/Amsterdam',
          'America/New_York',
          'Asia/Kolkata',
          'Pacific/Apia',
          'Australia/Lord_Howe',
          'Africa/Cairo',
        ),
        fc.integer({ min: at('1990-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') }),
        fc.integer({ min: 1, max: 40 * 86_400_000 }),
        (timeZone, from, length) => {
          const local = new Intl.DateTimeFormat('sv-SE', { timeZone });
          const { starts, labels } = timesOf('day', { from, until: from + length }, timeZone);
          days += labels.length;
          for (const [index, label] of labels.entries()) {
            const start = Math.max(starts[index]!, from);
            expect(local.format(start)).toBe(label);
            const last = Math.min(starts[index + 1] ?? from + length, from + length) - 1;
            expect(local.format(last)).toBe(label);
          }
          expect([...labels]).toEqual([...new Set(labels)].sort());
        },
      ),
      { numRuns: repetitions(100) },
    );
    expect(days).toBeGreaterThan(100);
  });
});
