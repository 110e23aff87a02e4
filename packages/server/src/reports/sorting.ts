import {
  FIGURE_SORT_KEYS,
  type FigureSortKey,
  REPORT_GROUPS,
  type ReportGroup,
  type ReportOrder,
} from '../model/report.js';

const VALUE = 'value:';

/** A key of `sort`, as the source of a regular expression. */
export const SORT_PATTERN = `^-?(?:${[...FIGURE_SORT_KEYS, ...REPORT_GROUPS].join('|')}|${VALUE}[A-Z]{3})$`;

/** Reads a `sort` that matches `SORT_PATTERN`. */
export function orderOf(sort: string): ReportOrder {
  const descending = sort.startsWith('-');
  const key = descending ? sort.slice(1) : sort;
  if (key.startsWith(VALUE)) return { by: { currency: key.slice(VALUE.length) }, descending };
  const isFigure = (FIGURE_SORT_KEYS as readonly string[]).includes(key);
  return { by: isFigure ? { figure: key as FigureSortKey } : { group: key as ReportGroup }, descending };
}

export function sortText({ by, descending }: ReportOrder): string {
  const key = 'figure' in by ? by.figure : 'group' in by ? by.group : `${VALUE}${by.currency}`;
  return `${descending ? '-' : ''}${key}`;
}
