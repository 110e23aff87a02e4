import type { ChainElement } from './event.js';

/** As JSON. Beyond, the outermost ancestors are left out. */
const CHAIN_CHARACTERS_MAX = 8000;

/** Longer values are an app's state rather than something to select by, and are left out. */
const ATTRIBUTE_CHARACTERS_MAX = 200;

/** What a selector can be held against; never `value`, which may be typed. The list is in docs/tracker.md. */
const ATTRIBUTES = /^(data-.+|href|type|role|name|title|download|target|aria-label)$/;

export function chainOf(elements: readonly Element[]): ChainElement[] {
  const chain = elements.map(describe);
  while (JSON.stringify(chain).length > CHAIN_CHARACTERS_MAX) chain.pop();
  return chain;
}

/** Asks for everything by name: `form.id` would be the field called "id", if there is one. */
function describe(element: Element): ChainElement {
  const link: ChainElement = { tag: element.localName };
  for (const name of element.getAttributeNames()) {
    const value = element.getAttribute(name)!;
    if (name === 'id') link.id = value;
    else if (name === 'class') link.classes = value.match(/\S+/g) || [];
    else if (ATTRIBUTES.test(name) && value.length <= ATTRIBUTE_CHARACTERS_MAX) {
      link.attributes = { ...link.attributes, [name]: value };
    }
  }
  return link;
}
