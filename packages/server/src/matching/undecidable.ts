import { AttributeAction, isTraversal, type Selector, SelectorType, stringify } from 'css-what';
import { selectorsIn } from './selector-parts.js';

const SIBLINGS = 'depends on siblings, and only the elements around a clicked one are recorded';
const INSIDE = 'depends on what is inside an element, and only the elements around a clicked one are recorded';
const OUTERMOST = 'depends on where the page begins, and the outermost recorded element may lie inside others';
const STATE = 'depends on the state of the page, which is not recorded';

/** Pseudo-classes by why a chain cannot answer them. */
const PSEUDO_CLASSES: readonly (readonly [RegExp, string])[] = [
  [/^(first|last|only)-(child|of-type)$|^nth-/, SIBLINGS],
  [/^(has|empty|contains|icontains)$/, INSIDE],
  [/^(root|scope|host|host-context)$/, OUTERMOST],
  [/^(hover|active|focus|focus-within|focus-visible|visited|link|any-link|target|open|modal)$/, STATE],
  [/^(checked|selected|indeterminate|disabled|enabled|required|optional|read-only|read-write)$/, STATE],
  [/^(valid|invalid|in-range|out-of-range|default|placeholder-shown|autofill|fullscreen)$/, STATE],
];

/** The first part of a parsed selector that a chain of elements cannot decide, quoted, and why; null when there is none. */
export function firstUndecidable(list: readonly Selector[][]): string | null {
  if (list.length === 0) return 'it is empty';
  for (const parts of list) {
    if (isTraversal(parts[0]!)) return `${quoted(parts)} begins with a combinator`;
    if (isTraversal(parts.at(-1)!)) return `${quoted(parts)} ends with a combinator`;
    for (const part of parts) {
      const inside = decidedInside(part);
      const undecidable = inside === null ? undecidableItself(part) : firstUndecidable(inside);
      if (undecidable !== null) return undecidable;
    }
  }
  return null;
}

/** What `:is`, `:where` and `:not` hold; null for any other part. */
function decidedInside(part: Selector): readonly Selector[][] | null {
  const holdsSelectors = part.type === SelectorType.Pseudo && ['is', 'where', 'not'].includes(part.name);
  return holdsSelectors ? selectorsIn(part) : null;
}

function undecidableItself(part: Selector): string | null {
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
      return 'is not a combinator a click can answer: use a space or ">"';
    case SelectorType.PseudoElement:
      return 'is a pseudo-element, and only elements are recorded';
    case SelectorType.Pseudo:
      return (
        PSEUDO_CLASSES.find(([names]) => names.test(part.name))?.[1] ??
        'is not a pseudo-class a click can answer: use :is, :where or :not'
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
