/**
 * A half-open period in milliseconds since 1970, UTC: includes `from`, excludes `until`. Null leaves that side open.
 */
export interface Period {
  readonly from: number | null;
  readonly until: number | null;
}

/** A period with both sides. */
export interface BoundedPeriod extends Period {
  readonly from: number;
  readonly until: number;
}
