import { ORIGINS } from '../../model/event.js';
import type { Project } from '../../model/project.js';
import { REPORT_GROUPS, REPORT_LIMIT_MAX, TIME_GROUPS } from '../../model/report.js';
import { lastDays } from '../../period/last-days.js';
import { choice, integer, list, optional, text } from '../../settings/kinds.js';
import type { Values } from '../../settings/setting.js';
import { flagNamedAfter } from '../in-flags.js';
import { filterSetting, filtersBody } from './filter-flag.js';

/** Days of a report that names no start. */
export const DAYS_DEFAULT = 30;

/** Whatever is given: the check of the body says what is wrong with it, as the API does. */
const texts = (about: { readonly flag: string; readonly value: string; readonly about: string }) =>
  list(about, (given): given is string => given.trim() !== '', 'a text that is not blank');

type Comparison = string | { readonly start_date: string; readonly end_date: string };

const compare = optional<Comparison>({
  flag: 'compare',
  value: 'period',
  about: 'an earlier period to compare with: previous_period, previous_year, or two dates with ".." between',
  read: (given = '') => {
    if (given === 'previous_period' || given === 'previous_year') return { ok: true, value: given };
    const [start_date, end_date, ...more] = given.split('..');
    if (start_date && end_date && more.length === 0) return { ok: true, value: { start_date, end_date } };
    return { ok: false, expected: 'previous_period, previous_year, or two dates such as 2025-01-01..2025-01-31' };
  },
});

/** The flags that say what to report on. */
export const reportFlags = {
  startDate: text({
    flag: 'start-date',
    value: 'date',
    about: `first day, such as 2026-01-01 (default: ${DAYS_DEFAULT} days up to the last one)`,
  }),
  endDate: text({ flag: 'end-date', value: 'date', about: 'last day, inclusive (default: today)' }),
  groupBy: texts({
    flag: 'group-by',
    value: 'group',
    about: `what rows are about; at most two of: ${REPORT_GROUPS.join(', ')} (default: only the totals)`,
  }),
  goals: texts({ flag: 'goal', value: 'key', about: 'only conversions of this goal; may be repeated' }),
  types: texts({
    flag: 'type',
    value: 'type',
    about: 'only conversions of this type: url, click or event; may be repeated',
  }),
  origin: optional(choice({ flag: 'origin', about: 'only conversions of this origin' }, ORIGINS)),
  filters: filterSetting,
  compare,
  sort: text({
    flag: 'sort',
    value: 'key',
    about:
      'conversions, sessions, converted_sessions, conversion_rate, a currency such as value:EUR, or a group; with "-" before it the largest first (default: the time if rows are about one, otherwise -conversions)',
  }),
  limit: optional(
    integer(
      { flag: 'limit', about: `rows to show (default: ${REPORT_LIMIT_MAX}; all with --csv)` },
      1,
      REPORT_LIMIT_MAX,
    ),
  ),
  cursor: text({ flag: 'cursor', about: 'next_cursor of a report in JSON, to continue after it' }),
};

/** The report that the flags ask for, as a body of the API. `now` is in milliseconds since 1970. */
export function reportBodyOf(
  {
    startDate,
    endDate,
    groupBy,
    goals,
    types,
    origin,
    filters,
    compare,
    sort,
    limit,
    cursor,
  }: Values<typeof reportFlags>,
  { timeZone }: Project,
  now: number,
): object {
  const usual = lastDays(DAYS_DEFAULT, endDate, now, timeZone);
  return {
    start_date: startDate ?? usual.start,
    end_date: endDate ?? usual.end,
    group_by: groupBy,
    goals,
    conversion_types: types,
    origin,
    filters: filtersBody(filters),
    compare,
    sort: sort ?? groupBy.find((group) => (TIME_GROUPS as readonly string[]).includes(group)),
    limit,
    cursor,
  };
}

const FLAGS: Readonly<Record<string, string>> = { goals: '--goal', conversion_types: '--type' };

/** The flag of a field of the body, or of a part of it. */
export function reportFlagOf(path: string): string {
  const [field = '', name] = path.split('.');
  return field === 'filters' && name !== undefined ? `--filter ${name}` : (FLAGS[field] ?? flagNamedAfter(field));
}
