import { type Selector, SelectorType } from 'css-what';
import { selectorsIn } from './selector-parts.js';

/** A CSS identifier without escapes. */
const NAME = /^(--|-?[a-z_\u{80}-\u{10ffff}])[\w\u{80}-\u{10ffff}-]*$/iu;

/**
 * The first name in a parsed selector that CSS does not allow, quoted, and why; null when there is none. css-what is
 * lenient: it takes `.w-1/2` for the class "w-1" and the tag "/2", which no element ever is.
 */
export function firstMisspelt(list: readonly Selector[][]): string | null {
  for (const part of list.flat()) {
    const name = nameIn(part);
    if (name !== null && !NAME.test(name)) {
      return `${JSON.stringify(name)} is not a name in CSS unless some of it is escaped with a backslash`;
    }
    const inside = firstMisspelt(selectorsIn(part) ?? []);
    if (inside !== null) return inside;
  }
  return null;
}

function nameIn(part: Selector): string | null {
  if (!('name' in part)) return null;
  const isClassOrId = part.type === SelectorType.Attribute && part.ignoreCase === 'quirks';
  return isClassOrId ? part.value : part.name;
}
