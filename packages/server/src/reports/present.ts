import type { BoundedPeriod } from '../model/period.js';
import type { Figures, GroupValue, ReportRow } from '../model/report.js';
import { DAY_MS } from '../model/visitor.js';
import { amountText } from '../store/reports/amounts.js';
import { isTime } from '../store/reports/groups.js';
import { conversionRate } from '../store/reports/order.js';
import type { ReportAnswer, ReportPage } from '../store/reports/question.js';
import { writePlace } from './place.js';
import type { NamedQuery } from './query.js';
import type { ReportRequest } from './request.js';

/** The first moment that sessions are kept from; null for all. `retentionDays`: null for as long as the server has them. */
export function keptFrom(retentionDays: number | null, now: number): number | null {
  return retentionDays === null ? null : now - retentionDays * DAY_MS;
}

/** A report in API form; `answer-schemas.ts` has its schema. `dataFrom`: the first moment that retention has kept. */
export function presentReport(request: ReportRequest, answer: ReportAnswer, dataFrom: number | null): object {
  const { question, queries, isSeveral, timeZone } = request;
  const { totals, pages } = answer;
  const [period, earlier] = question.periods.map((one) => presentPeriod(one, timeZone, dataFrom));
  const rows = queries.map((query, index) => presentPage(query, pages[index]!));
  return {
    period,
    totals: presentFigures(totals[0]!),
    ...(isSeveral ? { queries: rows } : rows[0]),
    ...(earlier && { before: { period: earlier, totals: presentFigures(totals[1]!) } }),
  };
}

/** A period in API form. `dataFrom` as in `presentReport`. */
export function presentPeriod({ from, until }: BoundedPeriod, timeZone: string, dataFrom: number | null): object {
  return {
    from: timeText(from),
    until: timeText(until),
    time_zone: timeZone,
    data_from: dataFrom === null ? null : timeText(dataFrom),
  };
}

function presentPage(query: NamedQuery, { rows, next }: ReportPage): object {
  return {
    rows: query.groupBy.length === 0 ? [] : rows.map((row) => presentRow(query, row)),
    next_cursor: next && writePlace(next, query),
  };
}

function presentRow(query: NamedQuery, { group, figures, before }: ReportRow): object {
  return {
    group: Object.fromEntries(query.groupBy.map((by, index) => [by, groupText(query, group, index)])),
    ...presentFigures(figures),
    ...(query.times?.[1] || before ? { before: before && presentFigures(before) } : {}),
  };
}

/** The text of one group of a row; null when it is not known. */
export function groupText(
  { groupBy, timeLabels }: NamedQuery,
  group: readonly GroupValue[],
  index: number,
): string | null {
  const value = group[index] ?? null;
  return isTime(groupBy[index]!) ? timeLabels![value as number]! : (value as string | null);
}

function presentFigures(figures: Figures): object {
  return {
    sessions: figures.sessions,
    converted_sessions: figures.convertedSessions,
    conversion_rate: conversionRate(figures),
    conversions: figures.conversions,
    value: Object.fromEntries([...figures.value].sort().map(([currency, sum]) => [currency, amountText(sum)])),
  };
}

/** RFC 3339 in UTC, with milliseconds only where there are any. */
function timeText(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}
