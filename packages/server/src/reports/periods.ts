import type { Parsed } from '../http/session-query.js';
import type { BoundedPeriod } from '../model/period.js';
import { comparedPeriods } from '../period/compared.js';
import { parsePeriod } from '../period/period.js';
import { inside } from '../validation/faults.js';
import type { ReportBody } from './body.js';

/** The period of a report and, if there is any, the one to compare it with. */
export function parsePeriods(
  given: Pick<ReportBody, 'start_date' | 'end_date' | 'compare'>,
  timeZone: string,
  now: number,
): Parsed<readonly BoundedPeriod[]> {
  const period = bounded(given, timeZone);
  if (!period.ok || given.compare == null) return period.ok ? { ok: true, request: [period.request] } : period;
  const { compare } = given;
  if (typeof compare === 'string') {
    return { ok: true, request: comparedPeriods(period.request, compare, timeZone, now) };
  }
  const other = bounded(compare, timeZone);
  if (!other.ok) return { ok: false, faults: inside('compare', other.faults) };
  return { ok: true, request: comparedPeriods(period.request, other.request, timeZone, now) };
}

interface Dates {
  readonly start_date: string;
  readonly end_date: string;
}

function bounded({ start_date, end_date }: Dates, timeZone: string): Parsed<BoundedPeriod> {
  const parsed = parsePeriod({ startDate: start_date, endDate: end_date }, timeZone);
  if (!parsed.ok) return parsed;
  return { ok: true, request: { from: parsed.period.from!, until: parsed.period.until! } };
}
