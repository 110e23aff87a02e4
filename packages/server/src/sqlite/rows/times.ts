/** Before and after every possible time. */
export const EVER = Number.MIN_SAFE_INTEGER;
export const NEVER = Number.MAX_SAFE_INTEGER;
