import { parse, type Selector, SelectorType } from 'css-what';
import type { ChainElement } from '../model/event.js';
import { cacheLast } from './cache-last.js';
import type { Compiled } from './compiled.js';
import { firstInvalidName } from './invalid-name.js';
import { MarkedChain } from './marked-chain.js';
import { and, andNot, childrenOf, descendantsOf, isEmpty, type Marks, NONE, or } from './marks.js';
import { findPart } from './part-finder.js';
import { countParts } from './selector-parts.js';
import { firstUndecidable } from './undecidable.js';

/** Parts of a selector: names, classes, attributes, combinators. */
export const SELECTOR_PARTS_MAX = 64;

/** From the clicked element outward. */
type Chain = readonly ChainElement[];

/**
 * Compiles a CSS selector into a test of click chains. The test holds when the clicked element or one of its ancestors
 * matches, as with `Element.closest`. A selector that a chain cannot decide is refused.
 *
 * css-select compares single attributes; everything else is evaluated here, for the whole chain at once. css-select would
 * try every combination of ancestors, which takes seconds for `a a a a a` and a deep chain. Here each part takes one
 * look-up, and each combinator one operation on bits.
 */
export function compileSelector(selector: string): Compiled<Chain> {
  let list: Selector[][];
  try {
    list = parse(selector);
  } catch (error) {
    return { ok: false, reason: `a CSS selector (${(error as Error).message.replace(/\.$/, '')})` };
  }
  // A selector with an escape may contain any name.
  const invalidName = selector.includes('\\') ? null : firstInvalidName(list);
  if (invalidName !== null) return { ok: false, reason: `a CSS selector (${invalidName})` };
  const undecidable = firstUndecidable(list);
  if (undecidable !== null) return { ok: false, reason: `a CSS selector that a click can decide (${undecidable})` };
  const parts = countParts(list);
  if (parts > SELECTOR_PARTS_MAX) {
    return { ok: false, reason: `a CSS selector of at most ${SELECTOR_PARTS_MAX} parts (it has ${parts})` };
  }
  const find = anyOf(list);
  return { ok: true, test: (chain) => !isEmpty(find(marked(chain))) };
}

const marked = cacheLast((chain: Chain) => new MarkedChain(chain));

/** The elements of a chain that match. */
type Find = (chain: MarkedChain) => Marks;

function anyOf(list: Selector[][]): Find {
  const each = list.map(inSequence);
  return (chain) => each.reduce((found, find) => or(found, find(chain)), NONE);
}

/** Reads a selector from left to right, which is from the outermost element inward. Each part narrows or moves the matches. */
function inSequence(parts: Selector[]): Find {
  const steps = parts.map(toStep);
  return (chain) => {
    let found = chain.all;
    for (const step of steps) {
      if (isEmpty(found)) break;
      found = step(found, chain);
    }
    return found;
  };
}

type Step = (before: Marks, chain: MarkedChain) => Marks;

function toStep(part: Selector): Step {
  switch (part.type) {
    case SelectorType.Child:
      return childrenOf;
    case SelectorType.Descendant:
      return descendantsOf;
    case SelectorType.Pseudo: {
      const inside = anyOf(part.data as Selector[][]);
      const combine = part.name === 'not' ? andNot : and;
      return (before, chain) => combine(before, inside(chain));
    }
    default: {
      const find = findPart(part);
      return (before, chain) => and(before, find(chain));
    }
  }
}
