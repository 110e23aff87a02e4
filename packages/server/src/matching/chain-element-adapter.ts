import type { Options } from 'css-select';
import type { ChainElement } from '../model/event.js';
import { attributeOf } from './element-attributes.js';

type Adapter = NonNullable<Options<ChainElement, ChainElement>['adapter']>;

/** Shows css-select one element of a chain in isolation. css-select never looks at its parents or children. */
export const chainElementAdapter: Adapter = {
  isTag: (element): element is ChainElement => true,
  getName: ({ tag }) => tag.toLowerCase(),
  getAttributeValue: attributeOf,
  hasAttrib: (element, name) => attributeOf(element, name) !== undefined,
  getParent: () => null,
  getChildren: () => [],
  getSiblings: (element) => [element],
  getText: () => '',
  removeSubsets: (elements) => elements,
};
