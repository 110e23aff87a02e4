/** Before and after every possible time. */
export const MS_MIN = Number.MIN_SAFE_INTEGER;
export const MS_MAX = Number.MAX_SAFE_INTEGER;
