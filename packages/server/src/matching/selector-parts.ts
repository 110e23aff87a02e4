import { AttributeAction, type Selector, SelectorType } from 'css-what';

/** The selectors a part such as `:is(a, b)` holds; null for one that holds none. */
export function selectorsIn(part: Selector): Selector[][] | null {
  return part.type === SelectorType.Pseudo && Array.isArray(part.data) ? part.data : null;
}

/** The class a part such as `.buy` asks for; null for any other. */
export function classOf(part: Selector): string | null {
  const asksForClass =
    part.type === SelectorType.Attribute && part.action === AttributeAction.Element && part.ignoreCase === 'quirks';
  return asksForClass ? part.value : null;
}

/** How many parts there are, those inside others counted too. */
export function countParts(list: Selector[][]): number {
  return list.flat().reduce((sum, part) => sum + 1 + countParts(selectorsIn(part) ?? []), 0);
}
