import { type Selector, SelectorType } from 'css-what';
import { selectorsIn } from './selector-parts.js';

/** A CSS identifier without escapes. */
const NAME = /^(--|-?[a-z_\u{80}-\u{10ffff}])[\w\u{80}-\u{10ffff}-]*$/iu;

/**
 * Describes the first name in a parsed selector that CSS does not allow; null when all are valid. css-what is lenient:
 * it reads `.w-1/2` as the class "w-1" and the tag "/2", which matches no element.
 */
export function firstInvalidName(list: readonly Selector[][]): string | null {
  for (const part of list.flat()) {
    const name = nameIn(part);
    if (name !== null && !NAME.test(name)) {
      return `${JSON.stringify(name)} is not a valid CSS name unless its special characters are escaped with a backslash`;
    }
    const inside = firstInvalidName(selectorsIn(part) ?? []);
    if (inside !== null) return inside;
  }
  return null;
}

function nameIn(part: Selector): string | null {
  if (!('name' in part)) return null;
  const isClassOrId = part.type === SelectorType.Attribute && part.ignoreCase === 'quirks';
  return isClassOrId ? part.value : part.name;
}
