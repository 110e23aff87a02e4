import { type Selector, SelectorType } from 'css-what';

/** The selectors inside a part such as `:is(a, b)`; null when it has none. */
export function selectorsIn(part: Selector): Selector[][] | null {
  return part.type === SelectorType.Pseudo && Array.isArray(part.data) ? part.data : null;
}

/** The number of parts, nested ones included. */
export function countParts(list: Selector[][]): number {
  return list.flat().reduce((sum, part) => sum + 1 + countParts(selectorsIn(part) ?? []), 0);
}
