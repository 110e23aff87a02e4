import { filterFields, keysIn, toFilters, typesIn, unknownFilters } from '../http/filters/session-filters.js';
import type { Parsed } from '../http/session-query.js';
import type { Goal } from '../model/goal.js';
import type { BoundedPeriod } from '../model/period.js';
import type { Project } from '../model/project.js';
import type { ReportQuestion } from '../store/reports/question.js';
import { anyOf, type Fault, fault } from '../validation/faults.js';
import { type ReportBody, reportBody } from './body.js';
import { parsePeriods } from './periods.js';
import { type NamedQuery, parseQuery } from './query.js';

const FILTERS = Object.keys(filterFields);

/** A request that has passed every check. */
export interface ReportRequest {
  readonly question: ReportQuestion;
  readonly queries: readonly NamedQuery[];
  /** Whether the body has `queries`. */
  readonly isSeveral: boolean;
  readonly timeZone: string;
}

/** What a request depends on besides its body. */
export interface Asked {
  readonly project: Project;
  /** The goals of the project. */
  readonly goals: readonly Goal[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Checks a body against the schema, then against rules that a schema cannot express. */
export function parseReport(body: unknown, asked: Asked): Parsed<ReportRequest> {
  const checked = reportBody.check(body);
  if (!checked.ok) return checked;
  const given = checked.value;
  const periods = parsePeriods(given, asked.project.timeZone, asked.now);
  const faults = [
    ...(periods.ok ? [] : periods.faults),
    ...unknownGoals(given, asked),
    ...unknownFilters(given.filters, FILTERS),
    ...besideQueries(given),
  ];
  if (anyOf(faults)) return { ok: false, faults };
  if (!periods.ok) throw new Error('a period with faults');
  const { timeZone } = asked.project;
  const queries = (given.queries ?? [given]).map((query, index) =>
    parseQuery(query, given.queries ? `queries.${index}.` : '', periods.request, timeZone),
  );
  const wrong = queries.flatMap((query) => (query.ok ? [] : query.faults));
  if (anyOf(wrong)) return { ok: false, faults: wrong };
  const named = queries.flatMap((query) => (query.ok ? [query.request] : []));
  return {
    ok: true,
    request: {
      question: questionOf(given, asked, periods.request, named),
      queries: named,
      isSeveral: given.queries != null,
      timeZone,
    },
  };
}

function questionOf(
  given: ReportBody,
  { project, goals }: Asked,
  periods: readonly BoundedPeriod[],
  queries: readonly NamedQuery[],
): ReportQuestion {
  const choice = { goals: keysIn(given.goals), types: typesIn(given.conversion_types), origin: given.origin ?? null };
  const chosen = goals.filter(
    ({ key, type }) => (choice.goals?.includes(key) ?? true) && (choice.types?.includes(type) ?? true),
  );
  return {
    projectId: project.id,
    choice,
    filters: toFilters(given.filters),
    periods,
    goals: chosen.map(({ key }) => key),
    queries: queries.map(({ timeLabels, ...query }) => query),
  };
}

function unknownGoals({ goals }: ReportBody, asked: Asked): Fault[] {
  const known = new Set<string>(asked.goals.map(({ key }) => key));
  return (keysIn(goals) ?? []).flatMap((key, index) =>
    known.has(key) ? [] : [fault(typeof goals === 'string' ? 'goals' : `goals.${index}`, 'unknown_goal', { key })],
  );
}

function besideQueries(given: ReportBody): Fault[] {
  if (given.queries == null) return [];
  return (['group_by', 'sort', 'limit', 'cursor'] as const)
    .filter((field) => given[field] != null)
    .map((field) => fault(field, 'beside_queries', { field }));
}
