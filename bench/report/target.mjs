// Constructors of targets. `found` is undefined when it was not measured.

export const atLeast = (what, limit, found) => target(what, `at least ${short(limit)}`, found, found >= limit);
export const atMost = (what, limit, found) => target(what, `at most ${short(limit)}`, found, found <= limit);
export const below = (what, limit, found) => target(what, `below ${short(limit)}`, found, found < limit);
const target = (what, wanted, found, isReached) => ({ what, wanted, found: found ?? null, isReached });
const short = (number) => String(Number(number.toPrecision(4)));
