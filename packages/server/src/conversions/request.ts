import Type, { type Static } from 'typebox';
import { type Fault, fault } from '../faults.js';
import { examples } from '../http/responses.js';
import { ID_PATTERNS, type SessionId } from '../ids.js';
import type { Project } from '../projects/project.js';
import { checker, optional } from '../schema.js';
import { PAGE_LIMIT_MAX, type PageRequest, type Selection } from '../store/store.js';
import { CONVERSION_TYPES } from './conversion.js';
import { readCursor } from './cursor.js';
import { parsePeriod } from './period.js';

export const SESSION_IDS_MAX = 1000;
const CONVERSION_TYPES_MAX = 100;

const SessionIdField = Type.Union(
  [Type.String({ pattern: ID_PATTERNS.session }), Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })],
  {
    description:
      'A session id, or a non-negative integer taken as its decimal string. An integer above 9007199254740991 loses digits in JSON; send it as a string.',
    expected:
      'a session id (1 to 64 of A-Z, a-z, 0-9, ".", "_", "-") or an integer from 0 to 9007199254740991 (send a larger one as a string)',
  },
);

const DateText = Type.String({
  format: 'date-time',
  expected: 'a date such as "2026-01-31", "2026-01-31 23:59:59" or "2026-01-31T23:59:59+01:00"',
});

const TypeList = Type.Array(
  Type.Enum([...CONVERSION_TYPES], { type: 'string', expected: '"click", "url" or "event"' }),
  {
    maxItems: CONVERSION_TYPES_MAX,
    expected: `a list of at most ${CONVERSION_TYPES_MAX} of "click", "url" and "event"`,
  },
);

/** The sample request of the reference page. */
const LIST = {
  key: 'list',
  start_date: '2026-01-01 00:00:00',
  end_date: '2026-01-31 23:59:59',
  session_ids: [1, 2, 3],
  conversion_types: ['click', 'url'],
};

/** The fields of the reference page, then the extensions. `null` is the same as absent wherever a field is optional. */
export const getConversionsBody = checker(
  Type.Object(
    {
      key: optional(Type.Enum(['count', 'list'], { type: 'string', expected: '"list" or "count"' }), {
        description: '`list`: the conversions themselves. `count`: how many each session has.',
        default: 'list',
        examples: ['list'],
      }),
      start_date: optional(DateText, {
        description:
          'Beginning of the period, inclusive. Without an offset it is read in the time zone of the project.',
        examples: ['2026-01-01 00:00:00'],
      }),
      end_date: optional(DateText, {
        description:
          'End of the period, inclusive: to the second it includes that whole second, to the day that whole day.',
        examples: ['2026-01-31 23:59:59'],
      }),
      session_ids: Type.Array(SessionIdField, {
        minItems: 1,
        maxItems: SESSION_IDS_MAX,
        description: 'The sessions asked about. Ids the project does not have simply have no conversions.',
        examples: [[1, 2, 3]],
        expected: `a list of 1 to ${SESSION_IDS_MAX} session ids`,
      }),
      conversion_types: optional(TypeList, {
        description: 'Only conversions of these types. Absent or empty: all types.',
        examples: [['click', 'url']],
      }),
      expand: optional(Type.Boolean({ expected: 'true or false' }), {
        description: 'Extension: answers with objects instead of strings.',
        default: false,
      }),
      limit: optional(
        Type.Integer({ minimum: 1, maximum: PAGE_LIMIT_MAX, expected: `an integer from 1 to ${PAGE_LIMIT_MAX}` }),
        {
          description: 'Extension, for `list`: at most so many entries, and `next_cursor` in the answer.',
        },
      ),
      cursor: optional(Type.String({ maxLength: 1024, expected: 'the next_cursor of an earlier answer' }), {
        description: 'Extension, for `list`: `next_cursor` of the page before, with everything else unchanged.',
      }),
    },
    {
      title: 'ConversionsRequest',
      ...examples({
        list: { summary: 'The conversions', value: LIST },
        count: { summary: 'How many each session has', value: { key: 'count', session_ids: ['1', '2', '3'] } },
        expand: {
          summary: 'The conversions as objects, in pages',
          value: { session_ids: [1, 2, 3], expand: true, limit: 100 },
        },
      }),
    },
  ),
);

type Body = Static<typeof getConversionsBody.schema>;

/** A request that has passed every check. */
export type ConversionsRequest = {
  readonly selection: Selection;
  /** As asked: in order, with repeats. */
  readonly sessionIds: readonly SessionId[];
  readonly expand: boolean;
} & ({ readonly key: 'count' } | { readonly key: 'list'; readonly page: PageRequest | null });

export type ParsedRequest =
  | { readonly ok: true; readonly request: ConversionsRequest }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Checks a body against the schema, then against what a schema cannot say. */
export function parseConversionsRequest(body: unknown, project: Project): ParsedRequest {
  if (!getConversionsBody.accepts(body)) return { ok: false, faults: getConversionsBody.faults(body) };
  const period = parsePeriod({ startDate: body.start_date ?? null, endDate: body.end_date ?? null }, project.timeZone);
  const page = parsePage(body);
  if (!period.ok || !page.ok) {
    return { ok: false, faults: [...(period.ok ? [] : period.faults), ...(page.ok ? [] : page.faults)] };
  }
  const sessionIds = body.session_ids.map((id) => String(id) as SessionId);
  const types = body.conversion_types?.length ? body.conversion_types : null;
  const common = {
    selection: { projectId: project.id, sessionIds, period: period.period, types },
    sessionIds,
    expand: body.expand ?? false,
  };
  return {
    ok: true,
    request: body.key === 'count' ? { ...common, key: 'count' } : { ...common, key: 'list', page: page.page },
  };
}

type ParsedPage =
  | { readonly ok: true; readonly page: PageRequest | null }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Null when neither field is given: then the whole answer is wanted. */
function parsePage({ key, limit, cursor }: Body): ParsedPage {
  const paging = { limit: limit ?? null, cursor: cursor ?? null };
  if (key === 'count') {
    const faults = Object.entries(paging)
      .filter(([, value]) => value !== null)
      .map(([field]) =>
        fault(field, `The ${field} field goes with the key "list"; a count has one entry a session id.`),
      );
    return faults.length > 0 ? { ok: false, faults } : { ok: true, page: null };
  }
  if (paging.limit === null && paging.cursor === null) return { ok: true, page: null };
  const after = paging.cursor === null ? null : readCursor(paging.cursor);
  if (after === 'unreadable') {
    return { ok: false, faults: [fault('cursor', 'The cursor field must be the next_cursor of an earlier answer.')] };
  }
  return { ok: true, page: { limit: paging.limit ?? PAGE_LIMIT_MAX, after } };
}
