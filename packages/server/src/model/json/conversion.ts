import type { Conversion, SessionCount } from '../conversion.js';

/** A conversion as `expand` shows it; `answer-schemas.ts` describes it. */
export function presentConversion(conversion: Conversion): object {
  const { id, sessionId, type, goal, occurredAt, url, title, element, value, currency, visitId } = conversion;
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
  };
}

/** A count as `expand` shows it. */
export function presentCount(sessionId: string, known: boolean, counted: SessionCount | undefined): object {
  const by_type = counted?.byType ?? { click: 0, url: 0, event: 0 };
  return { session_id: sessionId, known, count: counted?.count ?? 0, by_type };
}
