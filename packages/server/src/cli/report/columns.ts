import { escapeControls } from '../escape-controls.js';
import { changeText, countText, moneyText, rateChangeText, rateText } from './figure-text.js';
import { currenciesOf, type FiguresData, type ReportData } from './report-data.js';

/** A column of the table. Its texts are safe for a terminal. */
export interface Column {
  readonly heading: string;
  readonly cells: readonly string[];
  /** The cell of the last line, which has the totals; null in a table without one. */
  readonly total: string | null;
  /** Texts are aligned left and can be cut, figures are aligned right. */
  readonly kind: 'text' | 'figure';
  /** Of the columns that can be left out in a narrow terminal, those with the highest number go first; 0 is always shown. */
  readonly leaveOut: number;
}

/** What a report says about a figure that is not known, such as the country of a session. */
export const NOT_KNOWN = '(not known)';

/** The columns of a report: its groups, then its figures, conversions last. */
export function columnsOf(data: ReportData, groupBy: readonly string[]): readonly Column[] {
  return [...groupColumns(data, groupBy), ...figuresOf(data).flatMap((figure) => figureColumns(data, figure))];
}

function groupColumns({ rows }: ReportData, groupBy: readonly string[]): Column[] {
  const [first, ...others] = groupBy.map((group) => ({
    heading: group.toUpperCase(),
    cells: rows.map((row) => escapeControls(row.group[group] ?? NOT_KNOWN)),
    total: '',
    kind: 'text' as const,
    leaveOut: 0,
  }));
  return [{ ...(first ?? { heading: '', cells: [], kind: 'text', leaveOut: 0 }), total: 'TOTAL' }, ...others];
}

/** A figure of a report, and how it is shown. */
interface Shown {
  readonly heading: string;
  readonly leaveOut: number;
  /** When its change is left out, with a comparison. */
  readonly leaveOutChange: number;
  text(figures: FiguresData): string;
  change(now: FiguresData, before: FiguresData): string;
}

function figuresOf(data: ReportData): Shown[] {
  const count = (heading: string, field: CountField, leaveOut: number, leaveOutChange: number): Shown => ({
    heading,
    leaveOut,
    leaveOutChange,
    text: (figures) => countText(figures[field]),
    change: (now, before) => changeText(now[field], before[field]),
  });
  return [
    count('SESSIONS', 'sessions', 0, 6),
    count('CONVERTED', 'converted_sessions', 3, 7),
    {
      heading: 'RATE',
      leaveOut: 0,
      leaveOutChange: 4,
      text: ({ conversion_rate }) => rateText(conversion_rate),
      change: (now, before) => rateChangeText(now.conversion_rate, before.conversion_rate),
    },
    ...currenciesOf(data).map((currency) => moneyOf(currency)),
    count('CONVERSIONS', 'conversions', 0, 1),
  ];
}

type CountField = 'sessions' | 'converted_sessions' | 'conversions';

function moneyOf(currency: string): Shown {
  return {
    heading: `VALUE ${currency}`,
    leaveOut: 2,
    leaveOutChange: 5,
    text: ({ value }) => moneyText(value[currency]),
    change: (now, before) => changeText(Number(now.value[currency] ?? 0), Number(before.value[currency] ?? 0)),
  };
}

function figureColumns({ rows, totals, before }: ReportData, shown: Shown): Column[] {
  const figure: Column = {
    heading: shown.heading,
    cells: rows.map(shown.text),
    total: shown.text(totals),
    kind: 'figure',
    leaveOut: shown.leaveOut,
  };
  if (!before) return [figure];
  const change: Column = {
    heading: '+/-',
    cells: rows.map((row) => (row.before ? shown.change(row, row.before) : '')),
    total: shown.change(totals, before.totals),
    kind: 'figure',
    leaveOut: shown.leaveOutChange,
  };
  return [figure, change];
}
