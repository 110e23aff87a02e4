import { filterFields, toFilters, unknownFilters } from '../http/filters/session-filters.js';
import type { Parsed } from '../http/session-query.js';
import { RULE_EVENTS_MAX } from '../model/funnels/path.js';
import { REPORT_LIMIT_MAX } from '../model/report.js';
import { parsePeriods } from '../reports/periods.js';
import { readPlace } from '../reports/place.js';
import type { Asked } from '../reports/request.js';
import { FUNNEL_ORDER, type FunnelQuestion } from '../store/funnels/question.js';
import { anyOf, type Fault, fault } from '../validation/faults.js';
import { type FunnelBody, funnelBody } from './body.js';
import { type NamedStep, parseSteps } from './steps.js';

const FILTERS = Object.keys(filterFields);

/** A request that has passed every check. */
export interface FunnelRequest {
  readonly question: FunnelQuestion;
  readonly steps: readonly NamedStep[];
  readonly timeZone: string;
}

/** Checks a body against the schema, then against rules that a schema cannot express. */
export function parseFunnel(body: unknown, { project, goals, now }: Asked): Parsed<FunnelRequest> {
  const checked = funnelBody.check(body);
  if (!checked.ok) return checked;
  const given = checked.value;
  const periods = parsePeriods(given, project.timeZone, now);
  const steps = parseSteps(given.steps, goals);
  const after = placeIn(given);
  const faults: Fault[] = [
    ...(steps.ok ? [] : steps.faults),
    ...(periods.ok ? [] : periods.faults),
    ...unknownFilters(given.filters, FILTERS),
    ...(after === 'unreadable' ? [fault('cursor', 'cursor')] : []),
  ];
  if (anyOf(faults)) return { ok: false, faults };
  if (!periods.ok || !steps.ok || after === 'unreadable') throw new Error('a funnel with faults');
  const question = {
    projectId: project.id,
    path: {
      steps: steps.request.map(({ name, ...step }) => step),
      order: given.order ?? 'eventually',
      withinMs: given.within_seconds == null ? null : given.within_seconds * 1000,
    },
    filters: toFilters(given.filters),
    periods: periods.request,
    groupBy: given.group_by ?? null,
    limit: given.limit ?? REPORT_LIMIT_MAX,
    after,
    ruleEventsMax: RULE_EVENTS_MAX,
  };
  return { ok: true, request: { question, steps: steps.request, timeZone: project.timeZone } };
}

/** A cursor belongs to the group that it was given for. */
function placeIn({ cursor, group_by }: FunnelBody) {
  if (cursor == null) return null;
  return group_by == null ? 'unreadable' : readPlace(cursor, { groupBy: [group_by], order: FUNNEL_ORDER });
}
