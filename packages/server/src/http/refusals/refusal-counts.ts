import type { Refusal } from '../errors.js';

/** Where refusals are counted. */
export interface RefusalCounts {
  refused(kind: Refusal): void;
}
