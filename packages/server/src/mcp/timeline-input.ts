import Type from 'typebox';
import { readCursor } from '../http/cursor.js';
import { extensionFields, type Parsed, SessionIdField } from '../http/session-query.js';
import type { PageRequest } from '../model/page.js';
import { TIMELINE_LIMIT_MAX } from '../sessions/timeline-request.js';
import { fault } from '../validation/faults.js';
import { checker, optional } from '../validation/schema.js';

/** Entries of a list unless the caller sets a limit: a model reads a page at a time. */
export const ENTRIES_DEFAULT = 100;

/** The parameters of `GET sessions/{id}` as fields of a JSON object. */
export const timelineInput = checker(
  Type.Object({
    session_id: SessionIdField,
    limit: optional(
      Type.Integer({ minimum: 1, maximum: TIMELINE_LIMIT_MAX, expected: `an integer from 1 to ${TIMELINE_LIMIT_MAX}` }),
      { description: 'Maximum number of entries.', default: ENTRIES_DEFAULT },
    ),
    cursor: extensionFields.cursor,
  }),
);

export function parseTimelineInput(input: unknown): Parsed<{ readonly id: string; readonly page: PageRequest }> {
  const checked = timelineInput.check(input);
  if (!checked.ok) return checked;
  const { session_id, limit, cursor } = checked.value;
  const after = cursor == null ? null : readCursor(cursor);
  if (after === 'unreadable') return { ok: false, faults: [fault('cursor', 'cursor')] };
  return { ok: true, request: { id: String(session_id), page: { limit: limit ?? ENTRIES_DEFAULT, after } } };
}
