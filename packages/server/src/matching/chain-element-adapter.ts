import type { Options } from 'css-select';
import type { ChainElement } from '../model/event.js';

type Adapter = NonNullable<Options<ChainElement, ChainElement>['adapter']>;

/** Shows css-select one element of a chain in isolation. css-select never looks at its parents or children. */
export const chainElementAdapter: Adapter = {
  isTag: (element): element is ChainElement => true,
  getName: ({ tag }) => tag.toLowerCase(),
  getAttributeValue: attribute,
  hasAttrib: (element, name) => attribute(element, name) !== undefined,
  getParent: () => null,
  getChildren: () => [],
  getSiblings: (element) => [element],
  getText: () => '',
  removeSubsets: (elements) => elements,
};

/** `name` is in lower case. */
function attribute({ id, classes, attributes = {} }: ChainElement, name: string): string | undefined {
  if (name === 'id' && id !== undefined) return id;
  if (name === 'class' && classes !== undefined && classes.length > 0) return classes.join(' ');
  return Object.hasOwn(attributes, name) ? attributes[name] : undefined;
}
