import { attribute } from './attribute.js';
import type { ChainElement } from './event.js';

/** Maximum length of a chain as JSON. The outermost ancestors of a longer one are left out. */
const CHAIN_CHARACTERS_MAX = 8000;

/** Longer values are left out. They hold an app's state and are no use in a selector. */
const ATTRIBUTE_CHARACTERS_MAX = 200;

/** Attributes that a selector can match. `value` is never sent, because people may have typed it. docs/tracker.md has the list. */
const ATTRIBUTES = /^(data-.+|href|type|role|name|title|download|target|aria-label)$/;

export function chainOf(elements: readonly Element[]): ChainElement[] {
  const chain = elements.map((element) => {
    const link: ChainElement = { tag: element.localName };
    for (const name of element.getAttributeNames()) {
      const value = attribute(element, name)!;
      if (name === 'id') link.id = value;
      else if (name === 'class') link.classes = value.match(/\S+/g) || [];
      else if (ATTRIBUTES.test(name) && value.length <= ATTRIBUTE_CHARACTERS_MAX) {
        link.attributes = { ...link.attributes, [name]: value };
      }
    }
    return link;
  });
  while (JSON.stringify(chain).length > CHAIN_CHARACTERS_MAX) chain.pop();
  return chain;
}
