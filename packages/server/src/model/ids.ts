/**
 * Ids are strings that cannot be mistaken for one another: passing a session id where an event id belongs does not
 * compile. A brand costs nothing when running.
 */
declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type ProjectId = Branded<'project'>;
export type SessionId = Branded<'session'>;
export type EventId = Branded<'event'>;
/** `session_id:event_id` of the visit. */
export type VisitId = Branded<'visit'>;
export type GoalKey = Branded<'goal'>;
export type TokenId = Branded<'token'>;

/** What each id may look like, as the source of a regular expression anchored at both ends. */
export const ID_PATTERNS = {
  /** Opaque to Goalpost; the producer's own, or a ULID when the server assigns it. */
  session: '^[A-Za-z0-9._-]{1,64}$',
  /** The producer's own, or a ULID. */
  event: '^[A-Za-z0-9_-]{1,64}$',
  /** Session and event; neither holds a colon. */
  visit: '^[A-Za-z0-9._-]{1,64}:[A-Za-z0-9_-]{1,64}$',
  /** A slug. It holds no colon, so that a conversion id can be taken apart again. */
  goal: '^[a-z0-9][a-z0-9-]{0,62}$',
} as const;
