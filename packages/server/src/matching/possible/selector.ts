import { parse, type Selector } from 'css-what';
import type { ChainElement } from '../../model/event.js';
import { LIMITS } from '../../model/event-limits.js';
import { compileSelector } from '../selector.js';
import { compoundsOf } from './compounds.js';
import { ElementDraft, type Obstacle } from './element-draft.js';

/** A click chain that a selector matches; why there is none; or `unknown`. */
export type ChainSearch = { readonly found: readonly ChainElement[] } | { readonly impossible: string } | 'unknown';

/**
 * Makes a click chain that the selector matches: an element for each of its compounds, with what the compound asks for. That
 * suffices for all but odd selectors, such as those with `:not` on what they ask for elsewhere. The selector must compile.
 */
export function chainFor(selector: string): ChainSearch {
  const compiled = compileSelector(selector);
  if (!compiled.ok) throw new Error(`A selector must be ${compiled.reason}.`);
  const made = parse(selector).map(chainOf);
  const chains = made.filter((one): one is ChainElement[] => Array.isArray(one));
  const found = chains.find((chain) => chain.length <= LIMITS.elements && compiled.test(chain));
  if (found) return { found };
  const impossible = made.filter((one): one is { readonly impossible: string } => 'impossible' in one);
  return impossible.length === made.length ? impossible[0]! : 'unknown';
}

/** From the clicked element outward. */
function chainOf(parts: readonly Selector[]): ChainElement[] | Obstacle {
  const drafts: ElementDraft[] = [];
  for (const compound of compoundsOf(parts)) {
    const draft = new ElementDraft();
    const obstacle = draft.add(compound);
    if (obstacle !== null) return obstacle;
    drafts.unshift(draft);
  }
  return drafts.flatMap((draft) => draft.elements());
}
