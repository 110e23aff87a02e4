import { compile } from 'css-select';
import { AttributeAction, type AttributeSelector, type Selector, SelectorType, stringify } from 'css-what';
import type { ChainElement } from '../model/event.js';
import { chainElementAdapter } from './chain-element-adapter.js';
import type { MarkedChain } from './marked-chain.js';
import type { Marks } from './marks.js';

/** Finds the elements that have a name, a class, an id or an attribute: a part of a selector without parts of its own. */
export function findPart(part: Selector): (chain: MarkedChain) => Marks {
  switch (part.type) {
    case SelectorType.Tag: {
      const name = part.name.toLowerCase();
      return (chain) => chain.withTag(name);
    }
    case SelectorType.Attribute:
      return findAttribute(part);
    default:
      return (chain) => chain.all;
  }
}

function findAttribute(part: AttributeSelector): (chain: MarkedChain) => Marks {
  const { action, value } = part;
  const name = part.name.toLowerCase();
  if (action === AttributeAction.Exists) return (chain) => chain.withAttribute(name);
  if (isClass(part)) return (chain) => chain.withClass(value);
  if (isId(part)) return (chain) => chain.withId(value);
  const key = stringify([[part]]);
  const test = compile<ChainElement, ChainElement>([[part]], { adapter: chainElementAdapter });
  return (chain) => chain.withTested(key, name, test);
}

/** `.buy` or `[class~="buy"]`. */
function isClass({ name, action, value, ignoreCase }: AttributeSelector): boolean {
  return name === 'class' && action === AttributeAction.Element && ignoreCase !== true && /^\S+$/.test(value);
}

/** `#buy` or `[id="buy"]`. */
function isId({ name, action, ignoreCase }: AttributeSelector): boolean {
  return name === 'id' && action === AttributeAction.Equals && ignoreCase !== true;
}
