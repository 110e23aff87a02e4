import Type from 'typebox';
import { readCursor } from '../http/cursor.js';
import type { Parsed } from '../http/session-query.js';
import type { PageRequest } from '../model/page.js';
import { fault } from '../validation/faults.js';
import { checker } from '../validation/schema.js';

/** Maximum entries per page, which is also the default. */
export const TIMELINE_LIMIT_MAX = 1000;

/** The query string, whose values are all strings. */
export const TimelineQuery = checker(
  Type.Object({
    limit: Type.Optional(
      Type.String({
        pattern: '^([1-9]\\d{0,2}|1000)$',
        description: `Maximum number of timeline entries, from 1 to ${TIMELINE_LIMIT_MAX}. The default is ${TIMELINE_LIMIT_MAX}.`,
        examples: ['100'],
        expected: `an integer from 1 to ${TIMELINE_LIMIT_MAX}`,
      }),
    ),
    cursor: Type.Optional(
      Type.String({
        maxLength: 1024,
        description: '`next_cursor` of the previous answer.',
        expected: 'the next_cursor of an earlier answer',
      }),
    ),
  }),
);

export function parseTimelineQuery(query: unknown): Parsed<PageRequest> {
  const checked = TimelineQuery.check(query);
  if (!checked.ok) return checked;
  const { limit, cursor } = checked.value;
  const after = cursor === undefined ? null : readCursor(cursor);
  if (after === 'unreadable') {
    return { ok: false, faults: [fault('cursor', 'cursor')] };
  }
  return { ok: true, request: { limit: limit === undefined ? TIMELINE_LIMIT_MAX : Number(limit), after } };
}
