import { type Selector, SelectorType } from 'css-what';

/** The parts of a selector between its combinators, from the outermost element inward. */
export function compoundsOf(parts: readonly Selector[]): Selector[][] {
  const compounds: Selector[][] = [[]];
  for (const part of parts) {
    if (part.type === SelectorType.Child || part.type === SelectorType.Descendant) compounds.push([]);
    else compounds.at(-1)!.push(part);
  }
  return compounds;
}
