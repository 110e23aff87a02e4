import Type, { type Static } from 'typebox';
import type { ProjectId, SessionId } from '../model/ids.js';
import { PAGE_LIMIT_MAX, type PageRequest } from '../model/page.js';
import type { Period } from '../model/period.js';
import type { Project } from '../model/project.js';
import { parsePeriod } from '../period/period.js';
import { DateText, END_DATE, START_DATE } from '../period/period-fields.js';
import { anyOf, type Faults, fault } from '../validation/faults.js';
import { optional } from '../validation/schema.js';
import { sessionIdSchema } from '../validation/session-id.js';
import { readCursor } from './cursor.js';

export const SESSION_IDS_MAX = 1000;

export const SessionIdField = sessionIdSchema({
  description:
    'A session id, or a non-negative integer taken as its decimal string. An integer above 9007199254740991 loses digits in JSON; send it as a string.',
});

/** The fields that endpoints about given sessions share. Those of the contract's reference page come first. */
export const sessionQueryFields = (things: string) => ({
  key: optional(Type.Enum(['count', 'list'], { type: 'string', expected: '"list" or "count"' }), {
    description: `\`list\`: the ${things} themselves. \`count\`: how many each session has.`,
    default: 'list',
    examples: ['list'],
  }),
  start_date: optional(DateText, START_DATE),
  end_date: optional(DateText, END_DATE),
  session_ids: Type.Array(SessionIdField, {
    minItems: 1,
    maxItems: SESSION_IDS_MAX,
    description: `The sessions asked about. Ids the project does not have simply have no ${things}.`,
    examples: [[1, 2, 3]],
    expected: `a list of 1 to ${SESSION_IDS_MAX} session ids`,
  }),
});

export const extensionFields = {
  expand: optional(Type.Boolean({ expected: 'true or false' }), {
    description: 'Extension: answers with objects instead of strings.',
    default: false,
  }),
  limit: optional(
    Type.Integer({ minimum: 1, maximum: PAGE_LIMIT_MAX, expected: `an integer from 1 to ${PAGE_LIMIT_MAX}` }),
    { description: 'Extension, for `list`: the most entries in the answer, which then has `next_cursor`.' },
  ),
  cursor: optional(Type.String({ maxLength: 1024, expected: 'the next_cursor of an earlier answer' }), {
    description: 'Extension, for `list`: `next_cursor` of the page before, with everything else unchanged.',
  }),
};

const Body = Type.Object({ ...sessionQueryFields(''), ...extensionFields });
type Body = Static<typeof Body>;

/** The shared fields of a valid request. */
export interface SessionQuery {
  readonly projectId: ProjectId;
  /** In the order of the request, with repeats. */
  readonly sessionIds: readonly SessionId[];
  readonly period: Period;
  readonly expand: boolean;
  readonly key: 'count' | 'list';
  /** The page of a list; null for the whole list, and for a count. */
  readonly page: PageRequest | null;
}

export type Parsed<Request> =
  | { readonly ok: true; readonly request: Request }
  | { readonly ok: false; readonly faults: Faults };

/** Reads the shared fields of a body that its schema accepts, and checks what a schema cannot say. */
export function parseSessionQuery(body: Body, project: Project): Parsed<SessionQuery> {
  const period = parsePeriod({ startDate: body.start_date ?? null, endDate: body.end_date ?? null }, project.timeZone);
  const page = parsePage(body);
  if (!period.ok) return { ok: false, faults: [...period.faults, ...(page.ok ? [] : page.faults)] };
  if (!page.ok) return page;
  const request = {
    projectId: project.id,
    sessionIds: body.session_ids.map((id) => String(id) as SessionId),
    period: period.period,
    expand: body.expand ?? false,
    key: body.key ?? 'list',
    page: page.page,
  };
  return { ok: true, request };
}

type ParsedPage =
  | { readonly ok: true; readonly page: PageRequest | null }
  | { readonly ok: false; readonly faults: Faults };

/** The page is null when neither field is given, which asks for the whole list. */
function parsePage({ key, limit, cursor }: Body): ParsedPage {
  const paging = { limit: limit ?? null, cursor: cursor ?? null };
  if (key === 'count') {
    const faults = Object.entries(paging)
      .filter(([, value]) => value !== null)
      .map(([field]) => fault(field, 'count_paged', { field }));
    return anyOf(faults) ? { ok: false, faults } : { ok: true, page: null };
  }
  if (paging.limit === null && paging.cursor === null) return { ok: true, page: null };
  const after = paging.cursor === null ? null : readCursor(paging.cursor);
  if (after === 'unreadable') {
    return { ok: false, faults: [fault('cursor', 'cursor')] };
  }
  return { ok: true, page: { limit: paging.limit ?? PAGE_LIMIT_MAX, after } };
}
