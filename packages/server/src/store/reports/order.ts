import type { Figures, GroupValue, ReportGroup, ReportOrder, RowPlace } from '../../model/report.js';

/** Converted sessions divided by sessions, rounded to 6 decimals; null when there are no sessions. */
export function conversionRate({ sessions, convertedSessions }: Figures): number | null {
  return shareOf(convertedSessions, sessions);
}

/** A part of a whole, rounded to 6 decimals; null for a part of nothing. */
export function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 1e6) / 1e6;
}

export function placeOf(
  group: readonly GroupValue[],
  figures: Figures,
  { by }: ReportOrder,
  groupBy: readonly ReportGroup[],
): RowPlace {
  return { key: keyIn(group, figures, by, groupBy), group };
}

function keyIn(
  group: readonly GroupValue[],
  figures: Figures,
  by: ReportOrder['by'],
  groupBy: readonly ReportGroup[],
): RowPlace['key'] {
  if ('group' in by) return group[groupBy.indexOf(by.group)] ?? null;
  if ('currency' in by) return figures.value.get(by.currency) ?? null;
  switch (by.figure) {
    case 'sessions':
      return figures.sessions;
    case 'converted_sessions':
      return figures.convertedSessions;
    case 'conversions':
      return figures.conversions;
    case 'conversion_rate':
      return conversionRate(figures);
  }
}

/** Orders rows by the key, those without one last; equal ones by their groups, bytes compared, null last. */
export function comparePlaces(one: RowPlace, other: RowPlace, { descending }: ReportOrder): number {
  return compareValues(one.key, other.key, descending) || compareGroups(one.group, other.group);
}

function compareGroups(one: readonly GroupValue[], other: readonly GroupValue[]): number {
  for (const [index, value] of one.entries()) {
    const order = compareValues(value, other[index] ?? null, false);
    if (order !== 0) return order;
  }
  return 0;
}

function compareValues(one: RowPlace['key'], other: RowPlace['key'], descending: boolean): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  const order =
    typeof one === 'string' || typeof other === 'string'
      ? compareTexts(String(one), String(other))
      : Number(one > other) - Number(one < other);
  return descending ? -order : order;
}

/**
 * By the bytes of UTF-8, which is the order of code points. `<` compares UTF-16 code units, and these differ in order only where
 * a surrogate meets a code unit above all surrogates.
 */
function compareTexts(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index++) {
    const [left, right] = [one.charCodeAt(index), other.charCodeAt(index)];
    if (left !== right) return rank(left) - rank(right);
  }
  return one.length - other.length;
}

/** The code units in the order of the code points they stand for. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
