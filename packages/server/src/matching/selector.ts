import { compile } from 'css-select';
import { parse, type Selector, SelectorType } from 'css-what';
import type { ChainElement } from '../model/event.js';
import { chainElementAdapter } from './chain-element-adapter.js';
import type { Compiled } from './compiled.js';
import { firstMisspelt } from './misspelt.js';
import { classOf, countParts } from './selector-parts.js';
import { firstUndecidable } from './undecidable.js';

/** Parts of a selector: names, classes, attributes, combinators. Each is held against every element of a chain. */
export const SELECTOR_PARTS_MAX = 64;

/** From the clicked element outward. */
type Chain = readonly ChainElement[];

/**
 * Makes a CSS selector ready for chains: it holds when the clicked element or one around it matches, as with
 * `Element.closest`. A selector that a chain cannot decide is refused.
 *
 * css-select answers for one element at a time; how elements stand to one another is worked out here, for all of the
 * chain at once. css-select itself would try every combination of ancestors: seconds for `a a a a a` and a deep chain,
 * where this takes time in proportion to selector times chain.
 */
export function compileSelector(selector: string): Compiled<Chain> {
  let list: Selector[][];
  try {
    list = parse(selector);
  } catch (error) {
    return { ok: false, reason: `a CSS selector (${(error as Error).message.replace(/\.$/, '')})` };
  }
  // With an escape in it a selector may hold any name.
  const misspelt = selector.includes('\\') ? null : firstMisspelt(list);
  if (misspelt !== null) return { ok: false, reason: `a CSS selector (${misspelt})` };
  const undecidable = firstUndecidable(list);
  if (undecidable !== null) return { ok: false, reason: `a CSS selector that a click can decide (${undecidable})` };
  const parts = countParts(list);
  if (parts > SELECTOR_PARTS_MAX) {
    return { ok: false, reason: `a CSS selector of at most ${SELECTOR_PARTS_MAX} parts (it has ${parts})` };
  }
  const verdicts = anyOf(list);
  return { ok: true, test: (chain) => verdicts(chain).includes(true) };
}

/** Which elements of a chain match, in the chain's order. */
type Verdicts = (chain: Chain) => boolean[];

function anyOf(list: Selector[][]): Verdicts {
  const each = list.map(inSequence);
  return (chain) => {
    const verdicts = each.map((verdictsOf) => verdictsOf(chain));
    return chain.map((_, index) => verdicts.some((matches) => matches[index]));
  };
}

/** A selector is read from left to right, which is from the outside inward: each part narrows or moves what matched. */
function inSequence(parts: Selector[]): Verdicts {
  const steps = parts.map(toStep);
  return (chain) => steps.reduce((before, step) => step(before, chain), new Array<boolean>(chain.length).fill(true));
}

type Step = (before: readonly boolean[], chain: Chain) => boolean[];

function toStep(part: Selector): Step {
  switch (part.type) {
    case SelectorType.Child:
      return (before) => before.map((_, index) => before[index + 1] ?? false);
    case SelectorType.Descendant:
      return (before) => {
        const outermost = before.lastIndexOf(true);
        return before.map((_, index) => index < outermost);
      };
    case SelectorType.Pseudo: {
      const inside = anyOf(part.data as Selector[][]);
      const wanted = part.name !== 'not';
      return (before, chain) => {
        const matches = inside(chain);
        return before.map((held, index) => held && matches[index] === wanted);
      };
    }
    default: {
      const matches = toTest(part);
      return (before, chain) => before.map((held, index) => held && matches(chain[index]!));
    }
  }
}

function toTest(part: Selector): (element: ChainElement) => boolean {
  const matches = compile<ChainElement, ChainElement>([[part]], { adapter: chainElementAdapter });
  const name = classOf(part);
  // css-select would have all classes in one text, and search that: for long ones that takes ten times as long.
  return name === null ? matches : (element) => element.classes?.includes(name) ?? matches(element);
}
