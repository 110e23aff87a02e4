/** Milliseconds since 1970, UTC. Half-open: `from` is inside, `until` is not. Null leaves that side open. */
export interface Period {
  readonly from: number | null;
  readonly until: number | null;
}
