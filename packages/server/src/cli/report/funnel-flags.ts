import { WITHIN_SECONDS_MAX } from '../../funnels/body.js';
import { STEP_ORDERS } from '../../model/funnels/path.js';
import type { Project } from '../../model/project.js';
import { SESSION_TEXTS } from '../../model/session.js';
import { lastDays } from '../../period/last-days.js';
import { choice, integer, optional } from '../../settings/kinds.js';
import type { Values } from '../../settings/setting.js';
import { filtersBody } from './filter-flag.js';
import { DAYS_DEFAULT, reportFlagOf, reportFlags } from './report-flags.js';
import { stepSetting } from './step-flag.js';

const { startDate, endDate, filters, compare, limit, cursor } = reportFlags;

/** The flags that say which funnel to show. */
export const funnelFlags = {
  steps: stepSetting,
  order: optional(
    choice(
      { flag: 'order', about: 'whether other visits may lie between two steps (default: eventually)' },
      STEP_ORDERS,
    ),
  ),
  within: optional(
    integer(
      {
        flag: 'within',
        value: 'seconds',
        about: 'all steps happen within this time after the first (default: any time)',
      },
      1,
      WITHIN_SECONDS_MAX,
    ),
  ),
  startDate,
  endDate,
  groupBy: optional(
    choice({ flag: 'group-by', value: 'group', about: `show each of: ${SESSION_TEXTS.join(', ')}` }, SESSION_TEXTS),
  ),
  filters,
  compare,
  limit,
  cursor,
};

/** The funnel that the flags ask for, as a body of the API. `key` names a saved one. `now` is in milliseconds since 1970. */
export function funnelBodyOf(
  key: string | undefined,
  values: Values<typeof funnelFlags>,
  { timeZone }: Project,
  now: number,
): object {
  const usual = lastDays(DAYS_DEFAULT, values.endDate, now, timeZone);
  const hasSteps = key === undefined || values.steps.length > 0;
  return {
    funnel: key,
    steps: hasSteps ? values.steps : undefined,
    order: values.order,
    within_seconds: values.within,
    start_date: values.startDate ?? usual.start,
    end_date: values.endDate ?? usual.end,
    group_by: values.groupBy,
    filters: values.filters.length > 0 ? filtersBody(values.filters) : undefined,
    compare: values.compare,
    limit: values.limit,
    cursor: values.cursor,
  };
}

/** The flag of a field of the body, or of a part of it. */
export function funnelFlagOf(path: string): string {
  if (path.startsWith('steps')) return '--step';
  if (path === 'funnel') return 'the key';
  return path === 'within_seconds' ? '--within' : reportFlagOf(path);
}
