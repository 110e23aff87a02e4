import Type from 'typebox';
import { examples } from '../http/responses.js';
import {
  extensionFields,
  type Parsed,
  parseSessionQuery,
  type SessionQuery,
  sessionQueryFields,
} from '../http/session-query.js';
import { CONVERSION_TYPES } from '../model/conversion.js';
import type { Project } from '../model/project.js';
import type { Selection } from '../store/contract/conversions.js';
import { checker, optional } from '../validation/schema.js';

const CONVERSION_TYPES_MAX = 100;

const TypeList = Type.Array(
  Type.Enum([...CONVERSION_TYPES], { type: 'string', expected: '"click", "url" or "event"' }),
  {
    maxItems: CONVERSION_TYPES_MAX,
    expected: `a list of at most ${CONVERSION_TYPES_MAX} of "click", "url" and "event"`,
  },
);

/** The sample request of the contract. */
const LIST = {
  key: 'list',
  start_date: '2026-01-01 00:00:00',
  end_date: '2026-01-31 23:59:59',
  session_ids: [1, 2, 3],
  conversion_types: ['click', 'url'],
};

/** The fields of the contract, then the extensions. `null` in an optional field is the same as absent. */
export const getConversionsBody = checker(
  Type.Object(
    {
      ...sessionQueryFields('conversions'),
      conversion_types: optional(TypeList, {
        description: 'Only conversions of these types. Absent or empty: all types.',
        examples: [['click', 'url']],
      }),
      ...extensionFields,
    },
    {
      title: 'ConversionsRequest',
      ...examples({
        list: { summary: 'The conversions', value: LIST },
        count: {
          summary: 'The number of conversions per session',
          value: { key: 'count', session_ids: ['1', '2', '3'] },
        },
        expand: {
          summary: 'The conversions as objects, in pages',
          value: { session_ids: [1, 2, 3], expand: true, limit: 100 },
        },
      }),
    },
  ),
);

/** A request that has passed every check. */
export interface ConversionsRequest {
  readonly fields: SessionQuery;
  readonly selection: Selection;
}

/** Checks a body against the schema, then against rules that a schema cannot express. */
export function parseConversionsRequest(body: unknown, project: Project): Parsed<ConversionsRequest> {
  const checked = getConversionsBody.check(body);
  if (!checked.ok) return checked;
  const parsed = parseSessionQuery(checked.value, project);
  if (!parsed.ok) return parsed;
  const { projectId, sessionIds, period } = parsed.request;
  const types = checked.value.conversion_types?.length ? checked.value.conversion_types : null;
  return { ok: true, request: { fields: parsed.request, selection: { projectId, sessionIds, period, types } } };
}
