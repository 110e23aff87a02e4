/**
 * A set of the elements of a click chain: bit n stands for element n. A chain has at most 64 elements, and bit operations
 * take 32 bits at a time.
 */
export interface Marks {
  /** Elements 0 to 31. */
  readonly low: number;
  /** Elements 32 to 63. */
  readonly high: number;
}

export const NONE: Marks = { low: 0, high: 0 };

/** The first `length` elements. */
export function firstOf(length: number): Marks {
  return { low: below(length), high: below(length - 32) };
}

export function isEmpty({ low, high }: Marks): boolean {
  return low === 0 && high === 0;
}

export function and(one: Marks, other: Marks): Marks {
  return { low: one.low & other.low, high: one.high & other.high };
}

export function andNot(one: Marks, other: Marks): Marks {
  return { low: one.low & ~other.low, high: one.high & ~other.high };
}

export function or(one: Marks, other: Marks): Marks {
  return { low: one.low | other.low, high: one.high | other.high };
}

/** The elements directly inside the marked ones. The next element of a chain is the parent. */
export function childrenOf({ low, high }: Marks): Marks {
  return { low: (low >>> 1) | (high << 31), high: high >>> 1 };
}

/** The elements anywhere inside the marked ones. */
export function descendantsOf({ low, high }: Marks): Marks {
  return firstOf(high === 0 ? highestBit(low) : 32 + highestBit(high));
}

/** Adds an element to marks that are still being made. */
export function mark(marks: { low: number; high: number }, index: number): void {
  if (index < 32) marks.low |= 1 << index;
  else marks.high |= 1 << (index - 32);
}

export function isMarked({ low, high }: Marks, index: number): boolean {
  return ((index < 32 ? low >>> index : high >>> (index - 32)) & 1) === 1;
}

/** The bits before bit `index`; none if it is negative, all from 32 on. */
function below(index: number): number {
  if (index <= 0) return 0;
  return index >= 32 ? -1 : (1 << index) - 1;
}

/** The position of the highest bit; -1 for 0. */
function highestBit(bits: number): number {
  return 31 - Math.clz32(bits);
}
