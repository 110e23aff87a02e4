import Type, { type Static } from 'typebox';
import { anyFunnel, FunnelSessionsSchema, parseFunnelSessions } from '../funnels/sessions-body.js';
import { filterFields, toFilters, unknownFilters } from '../http/filters/session-filters.js';
import { examples } from '../http/responses.js';
import type { Parsed } from '../http/session-query.js';
import { SESSION_SORT_KEYS, type SessionFilters } from '../model/session.js';
import { parsePeriod } from '../period/period.js';
import { DateText, END_DATE, START_DATE } from '../period/period-fields.js';
import type { Asked } from '../reports/request.js';
import type { SessionPage, SessionSelection } from '../store/contract/sessions.js';
import type { FunnelTest } from '../store/funnels/question.js';
import { anyOf, isRecord } from '../validation/faults.js';
import { checker, optional } from '../validation/schema.js';

const PER_PAGE_MAX = 100;
const PER_PAGE_DEFAULT = 15;
const PAGE_MAX = 1_000_000_000;

const Filters = Type.Object(
  {
    ...filterFields,
    converted_in_period: optional(Type.Boolean({ expected: 'true or false' }), {
      description:
        'Sessions with a conversion in the period, whenever they started: the one that `goals`, `conversion_types`, `conversion_origin` and `page` describe, or any.',
      examples: [true],
    }),
  },
  { expected: 'an object' },
);

const FILTERS = Object.keys(Filters.properties);

const SORT_KEYS = SESSION_SORT_KEYS.map((key) => `"${key}"`).join(', ');

const fields = {
  start_date: Type.String({ ...DateText, ...START_DATE }),
  end_date: Type.String({ ...DateText, ...END_DATE }),
  sortKey: optional(Type.Enum([...SESSION_SORT_KEYS], { type: 'string', expected: `one of ${SORT_KEYS}` }), {
    description: 'Equal sessions are ordered by id; sessions without a value come last.',
    default: 'created_at',
    examples: ['created_at'],
  }),
  sortOrder: optional(Type.Enum(['asc', 'desc'], { type: 'string', expected: '"asc" or "desc"' }), {
    default: 'desc',
    examples: ['desc'],
  }),
  per_page: optional(
    Type.Integer({ minimum: 1, maximum: PER_PAGE_MAX, expected: `an integer from 1 to ${PER_PAGE_MAX}` }),
    { description: 'Sessions per page.', default: PER_PAGE_DEFAULT, examples: [15] },
  ),
  page: optional(Type.Integer({ minimum: 1, maximum: PAGE_MAX, expected: `an integer from 1 to ${PAGE_MAX}` }), {
    description: 'Number of the page. The query parameter (`?page=2`, as in the links of an answer) overrides it.',
    default: 1,
    examples: [1],
  }),
  filters: optional(Filters, {
    description: 'Sessions must match all filters. Unknown filters are refused.',
    examples: [{ browser: ['Firefox', 'Chrome'], converted: true }],
  }),
};

const listChecker = checker(Type.Object({ ...fields, funnel: anyFunnel }));

/** The whole body, as the reference has it. */
export const ListSessionsSchema = Type.Object(
  { ...fields, funnel: FunnelSessionsSchema },
  {
    title: 'SessionsRequest',
    ...examples({
      list: {
        summary: 'Sessions of a month, newest first',
        value: { start_date: '2026-01-01', end_date: '2026-01-31' },
      },
      filtered: {
        summary: 'The longest sessions that converted',
        value: {
          start_date: '2026-01-01 00:00:00',
          end_date: '2026-01-31 23:59:59',
          sortKey: 'time_spend',
          sortOrder: 'desc',
          per_page: 15,
          page: 1,
          filters: { goals: ['thanks'], browser: ['Firefox', 'Chrome'] },
        },
      },
    }),
  },
);

type Body = Static<typeof listChecker.schema>;

export interface ListSessionsRequest {
  readonly selection: SessionSelection;
  /** Further restricts the sessions; null without a funnel. */
  readonly funnel: FunnelTest | null;
  readonly page: SessionPage;
  /** From 1. */
  readonly pageNumber: number;
}

/** Checks a body, with the page of the query string, against the schema; then against rules that a schema cannot express. */
export function parseListSessions(body: unknown, query: unknown, asked: Asked): Parsed<ListSessionsRequest> {
  const given = isRecord(body) && isRecord(query) && 'page' in query ? { ...body, page: number(query.page) } : body;
  const checked = listChecker.check(given);
  if (!checked.ok) return checked;
  const whole = checked.value;
  const { project } = asked;
  const period = parsePeriod({ startDate: whole.start_date, endDate: whole.end_date }, project.timeZone);
  const funnel = whole.funnel == null ? null : parseFunnelSessions(whole.funnel, asked);
  const faults = [
    ...(period.ok ? [] : period.faults),
    ...unknownFilters(whole.filters, FILTERS),
    ...(funnel === null || funnel.ok ? [] : funnel.faults),
  ];
  if (anyOf(faults)) return { ok: false, faults };
  if (!period.ok || (funnel !== null && !funnel.ok)) throw new Error('a list with faults');
  const pageNumber = whole.page ?? 1;
  const page = pageOf(whole, pageNumber);
  const selection = { projectId: project.id, period: period.period, filters: filtersOf(whole) };
  return { ok: true, request: { selection, funnel: funnel === null ? null : funnel.request, page, pageNumber } };
}

function pageOf({ sortKey, sortOrder, per_page }: Body, pageNumber: number): SessionPage {
  const limit = per_page ?? PER_PAGE_DEFAULT;
  return {
    sortKey: sortKey ?? 'created_at',
    sortOrder: sortOrder ?? 'desc',
    limit,
    offset: (pageNumber - 1) * limit,
  };
}

/** Leaves any other text unchanged, so that the fault quotes it. */
function number(text: unknown): unknown {
  return typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : text;
}

function filtersOf({ filters }: Body): SessionFilters {
  const read = toFilters(filters);
  if (filters?.converted_in_period !== true) return read;
  return { ...read, conversion: { ...read.conversion, inPeriod: true } };
}
