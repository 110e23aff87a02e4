import { AGE_MS_MAX } from '../model/event.js';
import type { SessionId } from '../model/ids.js';
import { SESSION_GAP_MS } from '../model/session.js';
import { newUlid } from '../model/ulid.js';
import type { SessionSpan } from '../store/contract/events.js';

/** How long after its last event a session can still get one: the greatest age of an event plus the session gap. */
export const KEPT_MS = AGE_MS_MAX + SESSION_GAP_MS;

/** Sessions of a visitor, oldest first. Changed in place, so that concurrent requests see the same ones. */
export type Spans = { -readonly [Key in keyof SessionSpan]: SessionSpan[Key] }[];

/** Returns the session of an event at each of `times`, in the same order. Extends those sessions and starts new ones. */
export function takeSessions(spans: Spans, times: readonly number[], now: number): SessionId[] {
  while (spans[0] && spans[0].endedAt < now - KEPT_MS) spans.shift();
  const ids = new Map<number, SessionId>();
  for (const at of [...times].sort((one, other) => one - other)) ids.set(at, take(spans, at));
  return times.map((at) => ids.get(at)!);
}

/** Merges sessions of the same visitor from another source. */
export function addSpans(spans: Spans, others: readonly SessionSpan[]): void {
  for (const other of others) {
    const known = spans.find(({ id }) => id === other.id);
    if (known) extend(known, other);
    else spans.push({ ...other });
  }
  sort(spans);
}

function take(spans: Spans, at: number): SessionId {
  const nearest = spans.reduce<Spans[number] | null>(
    (best, span) => (best === null || distance(span, at) < distance(best, at) ? span : best),
    null,
  );
  if (nearest === null || distance(nearest, at) > SESSION_GAP_MS) {
    const started = { id: newUlid(at) as SessionId, startedAt: at, endedAt: at };
    spans.push(started);
    sort(spans);
    return started.id;
  }
  extend(nearest, { startedAt: at, endedAt: at });
  return nearest.id;
}

function extend(span: Spans[number], { startedAt, endedAt }: Omit<SessionSpan, 'id'>): void {
  span.startedAt = Math.min(span.startedAt, startedAt);
  span.endedAt = Math.max(span.endedAt, endedAt);
}

function distance({ startedAt, endedAt }: SessionSpan, at: number): number {
  return Math.max(startedAt - at, at - endedAt, 0);
}

function sort(spans: Spans): void {
  spans.sort((one, other) => one.startedAt - other.startedAt);
}
