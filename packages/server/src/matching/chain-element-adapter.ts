import type { Options } from 'css-select';
import type { ChainElement } from '../model/event.js';

type Adapter = NonNullable<Options<ChainElement, ChainElement>['adapter']>;

/** Shows css-select one element of a chain by itself; it is never asked about what is around or inside it. */
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

/** `name` is in lower case, as attribute names of HTML are. */
function attribute({ id, classes, attributes = {} }: ChainElement, name: string): string | undefined {
  if (name === 'id' && id !== undefined) return id;
  if (name === 'class' && classes !== undefined && classes.length > 0) return classes.join(' ');
  return Object.hasOwn(attributes, name) ? attributes[name] : undefined;
}
