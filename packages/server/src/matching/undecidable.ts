import { AttributeAction, isTraversal, type Selector, SelectorType, stringify } from 'css-what';
import { selectorsIn } from './selector-parts.js';

const SIBLINGS = 'depends on siblings, and only the clicked element and its ancestors are recorded';
const INSIDE = 'depends on what is inside an element, and only the clicked element and its ancestors are recorded';
const OUTERMOST = 'depends on where the page begins, and the outermost recorded element may be inside others';
const STATE = 'depends on the state of the page, which is not recorded';

/** Pseudo-classes that a chain cannot decide, with the reason. */
const PSEUDO_CLASSES: readonly (readonly [RegExp, string])[] = [
  [/^(first|last|only)-(child|of-type)$|^nth-/, SIBLINGS],
  [/^(has|empty|contains|icontains)$/, INSIDE],
  [/^(root|scope|host|host-context)$/, OUTERMOST],
  [/^(hover|active|focus|focus-within|focus-visible|visited|link|any-link|target|open|modal)$/, STATE],
  [/^(checked|selected|indeterminate|disabled|enabled|required|optional|read-only|read-write)$/, STATE],
  [/^(valid|invalid|in-range|out-of-range|default|placeholder-shown|autofill|fullscreen)$/, STATE],
];

/** Describes the first part of a parsed selector that a click chain cannot decide; null when it can decide all. */
export function firstUndecidable(list: readonly Selector[][]): string | null {
  if (list.length === 0) return 'it is empty';
  for (const parts of list) {
    if (isTraversal(parts[0]!)) return `${quoted(parts)} begins with a combinator`;
    if (isTraversal(parts.at(-1)!)) return `${quoted(parts)} ends with a combinator`;
    for (const part of parts) {
      const inside = nestedSelectors(part);
      const undecidable = inside === null ? undecidablePart(part) : firstUndecidable(inside);
      if (undecidable !== null) return undecidable;
    }
  }
  return null;
}

/** The selectors inside `:is`, `:where` and `:not`; null for any other part. */
function nestedSelectors(part: Selector): readonly Selector[][] | null {
  const holdsSelectors = part.type === SelectorType.Pseudo && ['is', 'where', 'not'].includes(part.name);
  return holdsSelectors ? selectorsIn(part) : null;
}

function undecidablePart(part: Selector): string | null {
  const why = whyUndecidable(part);
  return why === null ? null : `${quoted([part])} ${why}`;
}

function whyUndecidable(part: Selector): string | null {
  switch (part.type) {
    case SelectorType.Child:
    case SelectorType.Descendant:
      return null;
    case SelectorType.Adjacent:
    case SelectorType.Sibling:
      return SIBLINGS;
    case SelectorType.Parent:
    case SelectorType.ColumnCombinator:
      return 'is not a combinator that a click can decide: use a space or ">"';
    case SelectorType.PseudoElement:
      return 'is a pseudo-element, and only elements are recorded';
    case SelectorType.Pseudo:
      return (
        PSEUDO_CLASSES.find(([names]) => names.test(part.name))?.[1] ??
        'is not a pseudo-class that a click can decide: use :is, :where or :not'
      );
    case SelectorType.Attribute:
      if (part.action === AttributeAction.Not) return 'is not CSS: write :not([name="value"])';
      return whyNamespaceUndecidable(part.namespace);
    case SelectorType.Tag:
    case SelectorType.Universal:
      return whyNamespaceUndecidable(part.namespace);
  }
}

function whyNamespaceUndecidable(namespace: string | null): string | null {
  return namespace === null ? null : 'names a namespace, which is not recorded';
}

function quoted(parts: Selector[]): string {
  return JSON.stringify(stringify([parts]).trim());
}
