import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barText } from '#goalpost/cli/report/bar.js';
import { columnsOf } from '#goalpost/cli/report/columns.js';
import { layOut } from '#goalpost/cli/report/layout.js';
import type { FiguresData, ReportData } from '#goalpost/cli/report/report-data.js';

const figures = (changes: Partial<FiguresData> = {}): FiguresData => ({
  sessions: 12_345,
  converted_sessions: 500,
  conversion_rate: 0.040502,
  conversions: 610,
  value: { EUR: '12345.50', USD: '0.125' },
  ...changes,
});
const period = { from: '2026-01-01T00:00:00Z', until: '2026-02-01T00:00:00Z', time_zone: 'UTC', data_from: null };

/** A report by entry page, compared with an earlier period. */
function report(...pages: (string | null)[]): ReportData {
  const before = figures({ sessions: 11_000, conversion_rate: 0.05, value: { EUR: '6172.75' } });
  return {
    period,
    totals: figures(),
    rows: pages.map((entry_page) => ({ group: { entry_page }, ...figures(), before })),
    next_cursor: null,
    before: { period, totals: before },
  };
}

const LONG = '/a/page/with/a/path/that/is/much/longer/than/a/terminal/can/show/in/a/column';
const tableOf = (data: ReportData, width: number, bars: number[] | null = null) =>
  layOut(columnsOf(data, ['entry_page']), bars, width);

describe('a table', () => {
  it('with room has all columns, figures aligned right', () => {
    const { lines, isPartial } = tableOf(report('/', null), 200);
    expect(isPartial).toBe(false);
    expect(lines).toEqual([
      'ENTRY_PAGE   SESSIONS      +/-  CONVERTED  +/-    RATE    +/-  VALUE EUR       +/-  VALUE USD  +/-  CONVERSIONS  +/-',
      '/              12,345  +12.2 %        500    =  4.05 %  -0.95  12,345.50  +100.0 %      0.125  new          610    =',
      '(not known)    12,345  +12.2 %        500    =  4.05 %  -0.95  12,345.50  +100.0 %      0.125  new          610    =',
      'TOTAL          12,345  +12.2 %        500    =  4.05 %  -0.95  12,345.50  +100.0 %      0.125  new          610    =',
    ]);
  });

  it('in a narrower terminal cuts texts, then leaves out columns', () => {
    expect(tableOf(report(LONG), 80)).toEqual({
      isPartial: true,
      lines: [
        'ENTRY_PAGE              SESSIONS    RATE  VALUE EUR  VALUE USD  CONVERSIONS  +/-',
        '/a/page/with/a/path/t…    12,345  4.05 %  12,345.50      0.125          610    =',
        'TOTAL                     12,345  4.05 %  12,345.50      0.125          610    =',
      ],
    });
    expect(tableOf(report(LONG), 50).lines[1]).toBe('/a/page/with/a/pat…    12,345  4.05 %          610');
  });

  it('whatever the terminal, keeps the lines within it, and shows group, sessions, rate and conversions', () => {
    const anyPage = fc.option(fc.string({ unit: 'grapheme', maxLength: 200 }));
    fc.assert(
      fc.property(fc.array(anyPage), fc.integer({ min: 50, max: 250 }), fc.boolean(), (pages, width, hasBars) => {
        const { lines } = tableOf(report(...pages), width, hasBars ? pages.map((_, index) => index) : null);
        expect(lines).toHaveLength(pages.length + 2);
        for (const line of lines) expect([...line].length).toBeLessThanOrEqual(width);
        for (const name of ['ENTRY_PAGE', 'SESSIONS', 'RATE', 'CONVERSIONS']) expect(lines[0]).toContain(name);
      }),
    );
  });

  it('keeps control characters of texts away from the terminal', () => {
    expect(tableOf(report('/\u001b[2J\u202e'), 200).lines[1]).toMatch(/^\/\\u001b\[2J\\u202e {2}/);
  });
});

describe('a bar', () => {
  it.each([
    [0, ''],
    [1, '▏'],
    [125, '█▎'],
    [500, '█████'],
    [1000, '██████████'],
  ])('of %i beside 1000 is "%s" in 10 characters', (value, bar) => {
    expect(barText(value, 1000, 10)).toBe(bar);
  });

  it('takes the room that the columns leave, if there is any', () => {
    const one: ReportData = {
      period,
      totals: figures(),
      rows: [{ group: { day: '2026-01-01' }, ...figures() }],
      next_cursor: null,
    };
    const [, row] = layOut(columnsOf(one, ['day']), [610], 90).lines;
    expect([...row!].length).toBe(90);
    expect(row).toMatch(/610 {2}█+$/);
    const [, bare] = layOut(columnsOf(one, ['day']), [610], 75).lines;
    expect(bare).toMatch(/610$/);
  });
});
