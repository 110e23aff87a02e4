import type { Conversion, SessionCount } from '../conversion.js';

/** Formats a conversion for `expand`; see `answer-schemas.ts`. */
export function presentConversion(conversion: Conversion): object {
  const { id, sessionId, type, goal, occurredAt, url, title, element, value, currency, visitId, origin } = conversion;
  const occurred_at = new Date(occurredAt).toISOString();
  return {
    id,
    session_id: sessionId,
    type,
    goal,
    occurred_at,
    url,
    title,
    element,
    value,
    currency,
    visit_id: visitId,
    origin,
  };
}

/** Formats a count for `expand`. */
export function presentCount(sessionId: string, known: boolean, counted: SessionCount | undefined): object {
  const by_type = counted?.byType ?? { click: 0, url: 0, event: 0 };
  return { session_id: sessionId, known, count: counted?.count ?? 0, by_type };
}
