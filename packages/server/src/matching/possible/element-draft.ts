import { type AttributeSelector, type PseudoSelector, type Selector, SelectorType, stringify } from 'css-what';
import type { ChainElement } from '../../model/event.js';
import { ENTRIES_MAX, LIMITS } from '../../model/event-limits.js';
import { attributeObstacle, valueFor } from './attribute-value.js';
import { compoundsOf } from './compounds.js';

/** Why no element can be made: none can exist, or this attempt led nowhere. */
export type Obstacle = { readonly impossible: string } | { readonly undecided: true };

const UNDECIDED: Obstacle = { undecided: true };

/** An element of a click that gets what the parts of a selector ask for. */
export class ElementDraft {
  #tag: string | null = null;
  #id: string | null = null;
  readonly #attributes = new Map<string, AttributeSelector[]>();
  /** Ancestors that a part such as `:is(ul li)` asks for. */
  #around: ElementDraft[] = [];
  /** Whether something was chosen among several, so that another choice may do better. */
  #hasChosen = false;

  /** Adds the parts of one compound; the obstacle if that is impossible. */
  add(parts: readonly Selector[]): Obstacle | null {
    // Choices come last, when everything else is known.
    const inOrder = [...parts.filter((part) => !isChoice(part)), ...parts.filter(isChoice)];
    for (const part of inOrder) {
      const obstacle = isChoice(part) ? this.#choose(part) : this.#addPart(part);
      if (obstacle !== null) return obstacle;
    }
    return null;
  }

  /** The element and the ancestors it needs, from the inside out. */
  elements(): ChainElement[] {
    const attributes: Record<string, string> = {};
    let classes: string[] | undefined;
    let id = this.#id;
    for (const [name, selectors] of this.#attributes) {
      const value = valueFor(selectors);
      if (name === 'class') classes = value.split(' ');
      else if (name === 'id') id ??= value;
      else attributes[name] = value;
    }
    const element = { tag: this.#tag ?? 'x', ...(id !== null && { id }), ...(classes && { classes }), attributes };
    return [element, ...this.#around.flatMap((outer) => outer.elements())];
  }

  #addPart(part: Selector): Obstacle | null {
    switch (part.type) {
      case SelectorType.Tag: {
        const tag = part.name.toLowerCase();
        if ([...tag].length > LIMITS.tag)
          return { impossible: `${quoted(part)} is longer than ${LIMITS.tag} characters` };
        if (this.#tag !== null && this.#tag !== tag) return this.#conflict('an element has one tag');
        this.#tag = tag;
        return null;
      }
      case SelectorType.Attribute:
        return this.#addAttribute(part);
      default:
        // What `:not` excludes is looked at when the chain is complete.
        return null;
    }
  }

  #addAttribute(part: AttributeSelector): Obstacle | null {
    const name = part.name.toLowerCase();
    const obstacle = attributeObstacle(name, part);
    if (obstacle !== null) return { impossible: `${quoted(part)} ${obstacle}` };
    if (name === 'id' && part.action === 'equals') {
      if (this.#id !== null && this.#id !== part.value) return this.#conflict('an element has one id');
      this.#id = part.value;
    }
    const selectors = [...(this.#attributes.get(name) ?? []), part];
    this.#attributes.set(name, selectors);
    if (name === 'class' && valueFor(selectors).split(' ').length > LIMITS.classes) {
      return this.#conflict(`a click has at most ${LIMITS.classes} classes of an element`);
    }
    if (this.#attributes.size > ENTRIES_MAX) {
      return this.#conflict(`a click has at most ${ENTRIES_MAX} attributes of an element`);
    }
    return null;
  }

  /** Takes the first alternative of `:is` that can be added. */
  #choose({ data }: Choice): Obstacle | null {
    const obstacles: Obstacle[] = [];
    for (const alternative of data) {
      const attempt = this.#copy();
      attempt.#hasChosen ||= data.length > 1;
      const obstacle = attempt.#addWithAncestors(alternative);
      if (obstacle === null) {
        this.#become(attempt);
        return null;
      }
      obstacles.push(obstacle);
    }
    return obstacles.find((one) => 'undecided' in one) ?? obstacles[0]!;
  }

  #addWithAncestors(parts: readonly Selector[]): Obstacle | null {
    const [own, ...outer] = compoundsOf(parts).reverse();
    for (const compound of outer) {
      const draft = new ElementDraft();
      const obstacle = draft.add(compound);
      if (obstacle !== null) return obstacle;
      this.#around.push(draft);
    }
    return this.add(own!);
  }

  #conflict(reason: string): Obstacle {
    return this.#hasChosen ? UNDECIDED : { impossible: reason };
  }

  #copy(): ElementDraft {
    const copy = new ElementDraft();
    copy.#become(this);
    return copy;
  }

  #become(other: ElementDraft): void {
    this.#tag = other.#tag;
    this.#id = other.#id;
    this.#around = [...other.#around];
    this.#hasChosen = other.#hasChosen;
    for (const [name, selectors] of other.#attributes) this.#attributes.set(name, selectors);
  }
}

type Choice = PseudoSelector & { readonly data: Selector[][] };

function isChoice(part: Selector): part is Choice {
  return part.type === SelectorType.Pseudo && (part.name === 'is' || part.name === 'where');
}

function quoted(part: Selector): string {
  return JSON.stringify(stringify([[part]]));
}
