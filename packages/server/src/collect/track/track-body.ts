import Type from 'typebox';
import { anyOf, type Fault, type Faults, fault } from '../../validation/faults.js';
import { checker, optional } from '../../validation/schema.js';
import { signedSessionIdSchema } from '../../validation/session-id.js';
import { TrackedEvent } from '../event/event-schema.js';
import type { ParsedTrackedEvent } from '../event/parse-event.js';
import { type NamedSession, namedSession } from './page-session.js';
import { parsePageEvent } from './parse-page-event.js';

/** Maximum number of events per request. */
export const TRACKED_EVENTS_MAX = 100;

const fields = {
  site: Type.String({
    minLength: 1,
    maxLength: 64,
    description: 'Site key of the project, as `goalpost project create` shows it.',
    examples: ['s1te-k3y'],
    expected: 'the site key of a project',
  }),
  session_id: optional(signedSessionIdSchema({}), {
    description:
      "The site's own session id, if it has such. It should be hard to guess. Without it the server finds the session. With a signature it reads `ID~SIGNATURE`; the project's `page_session_ids` says whether one is needed.",
    examples: ['1'],
  }),
};
const events = {
  minItems: 1,
  maxItems: TRACKED_EVENTS_MAX,
  description: 'Events of one visitor.',
  expected: `a list of 1 to ${TRACKED_EVENTS_MAX} events`,
};

/** The schema for the API reference. */
export const TrackBody = Type.Object(
  { ...fields, events: Type.Array(TrackedEvent, events) },
  {
    title: 'TrackRequest',
    description: 'Events of one visitor, as a page sends them.',
    examples: [
      { site: 's1te-k3y', events: [{ id: 'e1', type: 'visit', age: 250, url: 'https://shop.example/thanks?x=1' }] },
    ],
  },
);

/** Events are validated one by one, so that an invalid one does not affect the others. */
const envelope = checker(Type.Object({ ...fields, events: Type.Array(Type.Unknown(), events) }));

/** A refused event, or one that is stored without some fields, and its faults. */
export interface FaultyEvent {
  /** Its position in the list sent, from 0. */
  readonly index: number;
  readonly faults: Faults;
}

export interface TrackRequest {
  readonly site: string;
  readonly session: NamedSession | null;
  /** At least one. */
  readonly events: readonly ParsedTrackedEvent[];
  readonly refused: readonly FaultyEvent[];
  /** Accepted events without fields that are of no use. */
  readonly reduced: readonly FaultyEvent[];
}

export type ParsedTrackRequest =
  | { readonly ok: true; readonly request: TrackRequest }
  | { readonly ok: false; readonly faults: Faults; readonly refused: number };

/** Parses a request of the tracker. Fails as a whole when the request is malformed or none of its events is valid. */
export function parseTrackRequest(body: unknown): ParsedTrackRequest {
  const checked = envelope.check(body);
  if (!checked.ok) return { ...checked, refused: 0 };
  const { site, session_id: id, events } = checked.value;
  const accepted: ParsedTrackedEvent[] = [];
  const refused: FaultyEvent[] = [];
  const reduced: FaultyEvent[] = [];
  for (const [index, event] of events.entries()) {
    const parsed = parsePageEvent(event);
    if (parsed.ok) accepted.push(parsed.event);
    else refused.push({ index, faults: parsed.faults });
    if (anyOf(parsed.leftOut)) reduced.push({ index, faults: parsed.leftOut });
  }
  const faults = refused.flatMap(placed);
  if (accepted.length === 0 && anyOf(faults)) return { ok: false, faults, refused: refused.length };
  const session = id == null ? null : namedSession(String(id));
  return { ok: true, request: { site, session, events: accepted, refused, reduced } };
}

/** The faults of an event, with its position in path and sentence. */
export function placed({ index, faults: [first, ...others] }: FaultyEvent): Faults {
  const where = `events.${index}`;
  const place = ({ path, sentence }: Fault) =>
    fault(path === 'event' ? where : `${where}.${path}`, 'event_of', { index, sentence });
  return [place(first), ...others.map(place)];
}
