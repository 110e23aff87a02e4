import Type, { type Static } from 'typebox';
import { examples } from '../http/responses.js';
import type { Parsed } from '../http/session-query.js';
import { ORIGINS } from '../model/event.js';
import { type GoalKey, ID_PATTERNS } from '../model/ids.js';
import type { Project } from '../model/project.js';
import { SESSION_SORT_KEYS, type SessionFilters, TEXT_FILTERS, type TextFilter } from '../model/session.js';
import { parsePeriod } from '../period/period.js';
import { DateText, END_DATE, START_DATE } from '../period/period-fields.js';
import type { SessionPage, SessionSelection } from '../store/store.js';
import { anyOf, type Fault, fault, isRecord } from '../validation/faults.js';
import { checker, optional } from '../validation/schema.js';

const PER_PAGE_MAX = 100;
const PER_PAGE_DEFAULT = 15;
const PAGE_MAX = 1_000_000_000;
export const ANY_OF_MAX = 100;
const TEXT_CHARACTERS_MAX = 2048;

const oneOrMore = (item: ReturnType<typeof Type.String>, expected: string) =>
  Type.Union([item, Type.Array(item, { maxItems: ANY_OF_MAX, expected })], { expected });

const textFilter = optional(
  oneOrMore(
    Type.String({ maxLength: TEXT_CHARACTERS_MAX, expected: `a text of at most ${TEXT_CHARACTERS_MAX} characters` }),
    `a text, or a list of at most ${ANY_OF_MAX} texts`,
  ),
  { description: 'A text, or a list of texts of which one must match.', examples: ['Firefox'] },
);

const Filters = Type.Object(
  {
    ...(Object.fromEntries(TEXT_FILTERS.map((field) => [field, textFilter])) as Record<TextFilter, typeof textFilter>),
    goals: optional(
      oneOrMore(
        Type.String({ pattern: ID_PATTERNS.goal, expected: 'the key of a goal such as "order-placed"' }),
        `the key of a goal, or a list of at most ${ANY_OF_MAX} keys`,
      ),
      { description: 'Sessions with a conversion of at least one of these goals.', examples: [['order-placed']] },
    ),
    converted: optional(
      Type.Union([Type.Boolean(), Type.Enum(['yes', 'no'], { type: 'string' })], { expected: 'true or false' }),
      {
        description: 'Sessions with a conversion, or sessions without one. "yes" and "no" mean the same.',
        examples: [true],
      },
    ),
    origin: optional(Type.Enum([...ORIGINS], { type: 'string', expected: '"public" or "trusted"' }), {
      description:
        'Sessions with an event of this origin: "trusted" if it was sent with a token or imported, "public" if the site key was enough.',
      examples: ['trusted'],
    }),
  },
  { expected: 'an object' },
);

const FILTERS = [...TEXT_FILTERS, 'goals', 'converted', 'origin'];

const SORT_KEYS = SESSION_SORT_KEYS.map((key) => `"${key}"`).join(', ');

export const listSessionsBody = checker(
  Type.Object(
    {
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
    },
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
  ),
);

type Body = Static<typeof listSessionsBody.schema>;

export interface ListSessionsRequest {
  readonly selection: SessionSelection;
  readonly page: SessionPage;
  /** From 1. */
  readonly pageNumber: number;
}

/** Checks a body, with the page of the query string, against the schema; then against rules that a schema cannot express. */
export function parseListSessions(body: unknown, query: unknown, project: Project): Parsed<ListSessionsRequest> {
  const given = isRecord(body) && isRecord(query) && 'page' in query ? { ...body, page: number(query.page) } : body;
  const checked = listSessionsBody.check(given);
  if (!checked.ok) return checked;
  const whole = checked.value;
  const period = parsePeriod({ startDate: whole.start_date, endDate: whole.end_date }, project.timeZone);
  const unknown = unknownFilters(whole);
  if (!period.ok) return { ok: false, faults: [...period.faults, ...unknown] };
  if (anyOf(unknown)) return { ok: false, faults: unknown };
  const limit = whole.per_page ?? PER_PAGE_DEFAULT;
  const pageNumber = whole.page ?? 1;
  const { sortKey, sortOrder } = whole;
  const page: SessionPage = {
    sortKey: sortKey ?? 'created_at',
    sortOrder: sortOrder ?? 'desc',
    limit,
    offset: (pageNumber - 1) * limit,
  };
  const selection = { projectId: project.id, period: period.period, filters: toFilters(whole) };
  return { ok: true, request: { selection, page, pageNumber } };
}

/** Leaves any other text unchanged, so that the fault quotes it. */
function number(text: unknown): unknown {
  return typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : text;
}

/** Unknown filters are refused: ignoring one would return too many sessions. */
function unknownFilters({ filters }: Body): Fault[] {
  return Object.keys(filters ?? {})
    .filter((name) => !FILTERS.includes(name))
    .map((name) => fault(`filters.${name}`, 'no_filter', { name, filters: FILTERS.join(', ') }));
}

/** An empty list is the same as no filter. */
function toFilters({ filters }: Body): SessionFilters {
  const texts: Partial<Record<TextFilter, readonly string[]>> = {};
  for (const field of TEXT_FILTERS) {
    const anyOf = listed(filters?.[field]);
    if (anyOf) texts[field] = anyOf;
  }
  const converted = filters?.converted;
  return {
    texts,
    goals: listed(filters?.goals) as readonly GoalKey[] | undefined,
    converted: converted == null ? undefined : converted === true || converted === 'yes',
    origin: filters?.origin ?? undefined,
  };
}

function listed(given: string | string[] | null | undefined): readonly string[] | undefined {
  if (given == null) return undefined;
  const list = typeof given === 'string' ? [given] : given;
  return list.length > 0 ? list : undefined;
}
