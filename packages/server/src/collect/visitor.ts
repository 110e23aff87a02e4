/**
 * An anonymous person within a day: a hash keyed with the day's salt, from which nobody can get back to an address once
 * the salt is dropped.
 */
export interface Visitor {
  /** UTC, `YYYY-MM-DD`: which day's salt the hash was made with. */
  readonly day: string;
  readonly hash: string;
}
