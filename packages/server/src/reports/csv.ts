import type { Table } from '../http/csv/csv-answer.js';
import type { Cell } from '../http/csv/csv-line.js';
import type { Figures, ReportRow } from '../model/report.js';
import { amountText } from '../store/reports/amounts.js';
import { conversionRate } from '../store/reports/order.js';
import type { ReportAnswer } from '../store/reports/question.js';
import { groupText } from './present.js';
import type { NamedQuery } from './query.js';
import type { ReportRequest } from './request.js';

/** Rows that are read and held in memory at a time. */
export const CSV_ROWS_AT_A_TIME = 50_000;

/**
 * All rows of a report with one query: its groups, then its figures, then those of the earlier period. Without groups, one row
 * with the totals. `ask` answers the request again from another row on.
 */
export async function reportTable(
  { queries, question }: ReportRequest,
  ask: (query: NamedQuery) => Promise<ReportAnswer>,
): Promise<Table> {
  const query: NamedQuery = { ...queries[0]!, limit: CSV_ROWS_AT_A_TIME, after: null };
  const first = await ask(query);
  const currencies = [...new Set(first.totals.flatMap(({ value }) => [...value.keys()]))].sort();
  const isCompared = question.periods.length > 1;
  const figures = figureColumns(currencies);
  return {
    columns: [...query.groupBy, ...figures, ...(isCompared ? figures.map((name) => `before_${name}`) : [])],
    rows: rowsOf(query, first, ask, (row) => [
      ...row.group.map((_value, index) => groupText(query, row.group, index)),
      ...figureCells(row.figures, currencies),
      ...(isCompared ? (row.before ? figureCells(row.before, currencies) : figures.map(() => null)) : []),
    ]),
  };
}

async function* rowsOf(
  query: NamedQuery,
  first: ReportAnswer,
  ask: (query: NamedQuery) => Promise<ReportAnswer>,
  toCells: (row: ReportRow) => Cell[],
): AsyncGenerator<Cell[]> {
  let page = first.pages[0]!;
  for (;;) {
    for (const row of page.rows) yield toCells(row);
    if (page.next === null) return;
    page = (await ask({ ...query, after: page.next })).pages[0]!;
  }
}

function figureColumns(currencies: readonly string[]): string[] {
  const values = currencies.map((currency) => `value_${currency}`);
  return ['sessions', 'converted_sessions', 'conversion_rate', 'conversions', ...values];
}

function figureCells(figures: Figures, currencies: readonly string[]): Cell[] {
  return [
    figures.sessions,
    figures.convertedSessions,
    conversionRate(figures),
    figures.conversions,
    ...currencies.map((currency) => {
      const sum = figures.value.get(currency);
      return sum === undefined ? null : amountText(sum);
    }),
  ];
}
