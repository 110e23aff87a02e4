import Type from 'typebox';
import { examples } from '../http/responses.js';
import {
  extensionFields,
  type Parsed,
  parseSessionQuery,
  type SessionQuery,
  sessionQueryFields,
} from '../http/session-query.js';
import { ID_PATTERNS, type VisitId } from '../model/ids.js';
import type { Project } from '../model/project.js';
import type { VisitSelection } from '../store/contract/conversions.js';
import { checker, optional } from '../validation/schema.js';

const VISIT_IDS_MAX = 1000;

const VisitIds = Type.Array(
  Type.String({ pattern: ID_PATTERNS.visit, expected: 'a visit id such as "1:e1" (session id, colon, event id)' }),
  { maxItems: VISIT_IDS_MAX, expected: `a list of at most ${VISIT_IDS_MAX} visit ids` },
);

/** The fields of get-conversions, with `visit_ids` instead of `conversion_types`. */
export const getVisitsBody = checker(
  Type.Object(
    {
      ...sessionQueryFields('visits'),
      visit_ids: optional(VisitIds, {
        description:
          'Only these visits of the sessions, by `id` of a visit or `visit_id` of a conversion. Absent or empty: all visits.',
        examples: [['1:e1']],
      }),
      ...extensionFields,
    },
    {
      title: 'VisitsRequest',
      ...examples({
        list: {
          summary: 'The visits',
          value: { key: 'list', start_date: '2026-01-01', end_date: '2026-01-31', session_ids: [1, 2, 3] },
        },
        count: { summary: 'The number of visits per session', value: { key: 'count', session_ids: ['1', '2', '3'] } },
        expand: {
          summary: 'One visit as an object',
          value: { session_ids: [1], visit_ids: ['1:e1'], expand: true },
        },
      }),
    },
  ),
);

/** A request that has passed every check. */
export interface VisitsRequest {
  readonly fields: SessionQuery;
  readonly selection: VisitSelection;
}

/** Checks a body against the schema, then against rules that a schema cannot express. */
export function parseVisitsRequest(body: unknown, project: Project): Parsed<VisitsRequest> {
  const checked = getVisitsBody.check(body);
  if (!checked.ok) return checked;
  const parsed = parseSessionQuery(checked.value, project);
  if (!parsed.ok) return parsed;
  const { projectId, sessionIds, period } = parsed.request;
  const visitIds = checked.value.visit_ids?.length ? (checked.value.visit_ids as VisitId[]) : null;
  return { ok: true, request: { fields: parsed.request, selection: { projectId, sessionIds, period, visitIds } } };
}
