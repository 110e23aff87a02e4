/**
 * Branded id types: passing a session id where an event id is expected does not compile. A brand has no cost at run
 * time.
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
export type AccountId = Branded<'account'>;

/** The format of each id, as the source of an anchored regular expression. */
export const ID_PATTERNS = {
  /** Opaque to Goalpost: assigned by the producer, or a ULID assigned by the server. */
  session: '^[A-Za-z0-9._-]{1,64}$',
  /** A session id, and a signature of 32 bytes in base64url if there is one. */
  signedSession: '^[A-Za-z0-9._-]{1,64}(?:~[A-Za-z0-9_-]{43})?$',
  /** Assigned by the producer, or a ULID. */
  event: '^[A-Za-z0-9_-]{1,64}$',
  /** Session id and event id; neither contains a colon. */
  visit: '^[A-Za-z0-9._-]{1,64}:[A-Za-z0-9_-]{1,64}$',
  /** A slug. It contains no colon, so that a conversion id can be split again. */
  goal: '^[a-z0-9][a-z0-9-]{0,62}$',
} as const;
