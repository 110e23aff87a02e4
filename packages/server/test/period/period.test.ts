import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePeriod } from '#goalpost/period/period.js';
import { repetitions } from '../support/repetitions.js';
import { endByBruteForce, startByBruteForce } from './local-time-oracle.js';

describe('the examples of docs/api/periods.md hold', () => {
  const rows = examples(readFileSync(new URL('../../../../docs/api/periods.md', import.meta.url), 'utf8'));

  it('there are examples', () => {
    expect(rows.length).toBeGreaterThan(15);
  });

  it.each(rows)('in %s, %s to %s', (timeZone, startDate, endDate, from, until) => {
    const parsed = parsePeriod({ startDate, endDate }, timeZone);
    expect(parsed).toEqual({ ok: true, period: { from: Date.parse(from), until: Date.parse(until) } });
  });
});

/** The rows of the page's table of examples. */
function examples(page: string): [string, string, string, string, string][] {
  const [, table = ''] = page.split('| time zone |');
  const [rows = ''] = table.split('\n\n');
  return rows
    .split('\n')
    .slice(2)
    .map((line) => {
      const [, timeZone = '', start = '', end = '', from = '', until = ''] = line.split('|').map((cell) => cell.trim());
      return [timeZone, start, end, from, until];
    });
}

describe('accepted', () => {
  it.each([
    ['neither end', null, null, null, null],
    ['only a start', '2026-01-01', null, '2025-12-31T23:00:00.000Z', null],
    ['only an end', null, '2026-01-01', null, '2026-01-01T23:00:00.000Z'],
    [
      'one second',
      '2026-01-01 12:00:00',
      '2026-01-01 12:00:00',
      '2026-01-01T11:00:00.000Z',
      '2026-01-01T11:00:01.000Z',
    ],
    [
      'precisions that differ',
      '2026-01-01 12:00:00',
      '2026-01-01',
      '2026-01-01T11:00:00.000Z',
      '2026-01-01T23:00:00.000Z',
    ],
    ['a leap day', '2024-02-29', '2024-02-29', '2024-02-28T23:00:00.000Z', '2024-02-29T23:00:00.000Z'],
    [
      'lower case t and z',
      '2026-01-01t12:00:00z',
      '2026-01-01t12:00:00z',
      '2026-01-01T12:00:00.000Z',
      '2026-01-01T12:00:01.000Z',
    ],
    [
      'a space before an offset',
      '2026-01-01 12:00:00Z',
      '2026-01-01 12:00:00-05:30',
      '2026-01-01T12:00:00.000Z',
      '2026-01-01T17:30:01.000Z',
    ],
    [
      'an offset of unknown place',
      '2026-01-01T12:00:00-00:00',
      '2026-01-01T12:00:00-00:00',
      '2026-01-01T12:00:00.000Z',
      '2026-01-01T12:00:01.000Z',
    ],
    [
      'the widest offsets',
      '2026-01-01T12:00:00+23:59',
      '2026-01-01T12:00:00-23:59',
      '2025-12-31T12:01:00.000Z',
      '2026-01-02T11:59:01.000Z',
    ],
    [
      'milliseconds',
      '2026-01-01T12:00:00.001Z',
      '2026-01-01T12:00:00.001Z',
      '2026-01-01T12:00:00.001Z',
      '2026-01-01T12:00:00.002Z',
    ],
    [
      'nanoseconds',
      '2026-01-01T12:00:00.000000001Z',
      '2026-01-01T12:00:00.999999999Z',
      '2026-01-01T12:00:00.001Z',
      '2026-01-01T12:00:01.000Z',
    ],
    [
      'times before 1970',
      '1969-12-31T23:59:59.9995Z',
      '1969-12-31T23:59:59.9995Z',
      '1970-01-01T00:00:00.000Z',
      '1970-01-01T00:00:00.000Z',
    ],
    [
      'the first and the last day',
      '0000-01-01T00:00:00Z',
      '9999-12-31',
      '0000-01-01T00:00:00.000Z',
      '9999-12-31T23:00:00.000Z',
    ],
  ])('%s', (_what, startDate, endDate, from, until) => {
    const ms = (time: string | null) => (time === null ? null : Date.parse(time));
    expect(parsePeriod({ startDate, endDate }, 'Europe/Amsterdam')).toEqual({
      ok: true,
      period: { from: ms(from), until: ms(until) },
    });
  });
});

const EXPECTED =
  'must be a day like "2026-01-31" or a time like "2026-01-31 23:59:59", both in the project\'s time zone, or a time with an offset like "2026-01-31T23:59:59+01:00"';

describe('refused', () => {
  it.each([
    ['another order', '31-01-2026', EXPECTED],
    ['nothing', '', EXPECTED],
    ['a time without seconds', '2026-01-31 10:00', EXPECTED],
    ['white space around', '2026-01-31 ', EXPECTED],
    ['a line end after', '2026-01-31\n', EXPECTED],
    ['a day with an offset', '2026-01-31Z', EXPECTED],
    ['a year of five digits', '10000-01-01', EXPECTED],
    ['a year with a sign', '-2026-01-01', EXPECTED],
    ['an offset without minutes', '2026-01-31T10:00:00+01', EXPECTED],
    ['a point without digits', '2026-01-31T10:00:00.Z', EXPECTED],
    ['digits of another script', '٢٠٢٦-01-31', EXPECTED],
    ['a day February does not have', '2026-02-30', 'must be a day of the calendar, like "2026-02-28"'],
    ['a leap day in another year', '1900-02-29', 'must be a day of the calendar, like "1900-02-28"'],
    ['a month 13', '2026-13-01 10:00:00', 'must be a day of the calendar, like "2026-12-01"'],
    ['a month 0 and a day 0', '2026-00-00', 'must be a day of the calendar, like "2026-01-01"'],
    [
      'the end of a day as 24:00:00',
      '2026-01-31 24:00:00',
      'must have a time from 00:00:00 to 23:59:59, like "2026-01-31 23:59:59"',
    ],
    ['a leap second', '2016-12-31T23:59:60Z', 'must have a time from 00:00:00 to 23:59:59, like "2016-12-31 23:59:59"'],
    ['a minute 60', '2026-01-31 10:60:00', 'must have a time from 00:00:00 to 23:59:59, like "2026-01-31 23:59:59"'],
    [
      'ten digits of fraction',
      '2026-01-31T10:00:00.1234567890Z',
      'must have at most 9 digits after the seconds, like "2026-01-31T10:00:00.123456789Z"',
    ],
    [
      'an offset of a day',
      '2026-01-31T10:00:00+24:00',
      'must have an offset from -23:59 to +23:59, like "2026-01-31T10:00:00+01:00"',
    ],
    [
      'an offset of 60 minutes',
      '2026-01-31T10:00:00-01:60',
      'must have an offset from -23:59 to +23:59, like "2026-01-31T10:00:00+01:00"',
    ],
    [
      'a T without an offset',
      '2026-01-31T10:00:00',
      'has a "T" but no offset: write "2026-01-31T10:00:00Z" for UTC, or "2026-01-31 10:00:00" for the project\'s time zone',
    ],
    [
      'a t without an offset',
      '2026-01-31t10:00:00',
      'has a "t" but no offset: write "2026-01-31T10:00:00Z" for UTC, or "2026-01-31 10:00:00" for the project\'s time zone',
    ],
    [
      'a fraction without an offset',
      '2026-01-31 10:00:00.5',
      'has a fraction of a second but no offset: write "2026-01-31T10:00:00.5Z" for UTC, or "2026-01-31 10:00:00" for the project\'s time zone',
    ],
  ])('%s, as start and as end', (_what, text, wrong) => {
    const got = JSON.stringify(text);
    expect(parsePeriod({ startDate: text, endDate: text }, 'Europe/Amsterdam')).toEqual({
      ok: false,
      faults: [
        { path: 'start_date', sentence: `The start_date field ${wrong}; got ${got}.` },
        { path: 'end_date', sentence: `The end_date field ${wrong}; got ${got}.` },
      ],
    });
  });

  it('a long text, which is quoted in part', () => {
    expect(parsePeriod({ startDate: 'x'.repeat(1_000_000), endDate: null }, 'UTC')).toEqual({
      ok: false,
      faults: [{ path: 'start_date', sentence: `The start_date field ${EXPECTED}; got "${'x'.repeat(75)}….` }],
    });
  });

  it.each([
    ['by a second', '2026-01-01 12:00:00', '2026-01-01 11:59:59'],
    ['by a day', '2026-01-02', '2026-01-01'],
    ['by its offset', '2026-01-01 12:00:00', '2026-01-01T12:00:00+02:00'],
    ['by less than a millisecond', '2026-01-01T12:00:00.0005Z', '2026-01-01T12:00:00.0004Z'],
    ['before a jump of the clocks', '2026-03-29 02:30:00', '2026-03-29 01:59:59'],
  ])('an end before the start, %s', (_what, startDate, endDate) => {
    const sentence = `The end_date field must not lie before start_date: write "${startDate}" or later; got "${endDate}".`;
    expect(parsePeriod({ startDate, endDate }, 'Europe/Amsterdam')).toEqual({
      ok: false,
      faults: [{ path: 'end_date', sentence }],
    });
  });

  it('an invalid end, before it is compared with the start', () => {
    expect(parsePeriod({ startDate: '2026-02-01', endDate: '2026-01-32' }, 'UTC')).toEqual({
      ok: false,
      faults: [
        {
          path: 'end_date',
          sentence: 'The end_date field must be a day of the calendar, like "2026-01-31"; got "2026-01-32".',
        },
      ],
    });
  });
});

/** Zones with days on which the clocks change in an unusual way. The tests also try the days around them. */
const CHANGES: Record<string, string[]> = {
  'Africa/Casablanca': ['2026-02-15', '2026-03-22'],
  'America/Havana': ['2025-03-09', '2025-11-02'],
  'America/New_York': ['2026-03-08', '2026-11-01'],
  'America/Sao_Paulo': ['2018-02-18', '2018-11-04'],
  'America/St_Johns': ['2010-03-14', '2010-11-07'],
  'America/Toronto': ['1919-03-31', '2026-11-01'],
  'Antarctica/Troll': ['2026-03-29', '2026-10-25'],
  'Asia/Beirut': ['2026-03-29', '2026-10-25'],
  'Asia/Kolkata': ['1945-10-15'],
  'Asia/Pyongyang': ['2015-08-15', '2018-05-05'],
  'Australia/Lord_Howe': ['2026-04-05', '2026-10-04'],
  'Europe/Amsterdam': ['1937-07-01', '1940-05-16', '2026-03-29', '2026-10-25'],
  'Europe/Dublin': ['1968-10-27', '2026-03-29'],
  'Pacific/Apia': ['2011-12-30'],
  'Pacific/Kwajalein': ['1993-08-21'],
  UTC: ['2016-12-31'],
};
const DAY_S = 86_400;

const readings = fc.constantFrom(...Object.entries(CHANGES)).chain(([timeZone, days]) => {
  const nearChange = fc
    .tuple(fc.constantFrom(...days), fc.integer({ min: -DAY_S, max: 2 * DAY_S }))
    .map(([day, seconds]) => Date.parse(day) + seconds * 1000);
  const nearQuarter = fc
    .tuple(fc.constantFrom(...days), fc.integer({ min: -24, max: 192 }), fc.integer({ min: -1, max: 1 }))
    .map(([day, quarters, second]) => Date.parse(day) + (quarters * 900 + second) * 1000);
  const anyTime = fc
    .integer({ min: Date.parse('1900-01-01') / 1000, max: Date.parse('2100-01-01') / 1000 })
    .map((second) => second * 1000);
  return fc.record({
    timeZone: fc.constant(timeZone),
    reading: fc.oneof({ weight: 2, arbitrary: nearQuarter }, nearChange, anyTime),
  });
});

describe('compared with every moment at which a clock in the zone shows it', () => {
  it('a second as a start is its first occurrence and as an end its last, or the moment the clocks skip it', () => {
    fc.assert(
      fc.property(readings, ({ timeZone, reading }) => {
        const text = new Date(reading).toISOString().slice(0, 19).replace('T', ' ');
        expect(parsePeriod({ startDate: text, endDate: text }, timeZone)).toEqual({
          ok: true,
          period: { from: startByBruteForce(timeZone, reading), until: endByBruteForce(timeZone, reading) },
        });
      }),
      { numRuns: 400 },
    );
  }, 60_000);

  it('a day runs from its first second to its last', () => {
    fc.assert(
      fc.property(readings, ({ timeZone, reading }) => {
        const text = new Date(reading).toISOString().slice(0, 10);
        const midnight = Date.parse(text);
        expect(parsePeriod({ startDate: text, endDate: text }, timeZone)).toEqual({
          ok: true,
          period: {
            from: startByBruteForce(timeZone, midnight),
            until: endByBruteForce(timeZone, midnight + (DAY_S - 1) * 1000),
          },
        });
      }),
      { numRuns: 200 },
    );
  }, 60_000);
});

describe('for any input', () => {
  const dateLike = fc
    .array(
      fc.constantFrom(
        '2026',
        '-',
        '02',
        '30',
        '00',
        ':',
        'T',
        't',
        ' ',
        'Z',
        'z',
        '+',
        '.',
        '9',
        '23',
        '59',
        '60',
        '01',
      ),
      { maxLength: 16 },
    )
    .map((pieces) => pieces.join(''));

  it('the result is a period that does not run backwards, or a fault for each invalid date', () => {
    const text = fc.option(fc.oneof(fc.string({ unit: 'binary' }), dateLike));
    fc.assert(
      fc.property(text, text, (startDate, endDate) => {
        const parsed = parsePeriod({ startDate, endDate }, 'Europe/Amsterdam');
        if (parsed.ok) {
          const { from, until } = parsed.period;
          expect((from ?? Number.NEGATIVE_INFINITY) <= (until ?? Number.POSITIVE_INFINITY)).toBe(true);
        } else {
          const paths = parsed.faults.map(({ path }) => path);
          expect([['start_date'], ['end_date'], ['start_date', 'end_date']]).toContainEqual(paths);
        }
      }),
      { numRuns: repetitions(5000) },
    );
  });
});
