import type { ChainElement } from '../model/event.js';
import { attributeNames, attributeOf, classesOf } from './element-attributes.js';
import { firstOf, isMarked, type Marks, mark, NONE } from './marks.js';

type Lookup = ReadonlyMap<string, Marks>;

/**
 * A click chain that finds the elements for a part of a selector. Each look-up table is made once per chain, however
 * many selectors ask. Comparing every part of 195 selectors with every element of a long chain took 0.1 s.
 */
export class MarkedChain {
  readonly all: Marks;
  readonly #elements: readonly ChainElement[];
  readonly #tested = new Map<string, Marks>();
  #byTag: Lookup | null = null;
  #byId: Lookup | null = null;
  #byClass: Lookup | null = null;
  #byAttribute: Lookup | null = null;

  /** From the clicked element outward. */
  constructor(elements: readonly ChainElement[]) {
    this.#elements = elements;
    this.all = firstOf(elements.length);
  }

  /** `name` is in lower case. */
  withTag(name: string): Marks {
    this.#byTag ??= this.#lookup(({ tag }) => [tag.toLowerCase()]);
    return this.#byTag.get(name) ?? NONE;
  }

  withId(id: string): Marks {
    this.#byId ??= this.#lookup((element) => [attributeOf(element, 'id')]);
    return this.#byId.get(id) ?? NONE;
  }

  withClass(name: string): Marks {
    this.#byClass ??= this.#lookup(classesOf);
    return this.#byClass.get(name) ?? NONE;
  }

  /** `name` is in lower case. */
  withAttribute(name: string): Marks {
    this.#byAttribute ??= this.#lookup(attributeNames);
    return this.#byAttribute.get(name) ?? NONE;
  }

  /** The elements with the attribute `name` that pass a test. `key` names the test: the same key has the same answer. */
  withTested(key: string, name: string, test: (element: ChainElement) => boolean): Marks {
    let marks = this.#tested.get(key);
    if (!marks) {
      const passed = { low: 0, high: 0 };
      const candidates = this.withAttribute(name);
      // Not `entries()`: this loop is most of the time that expensive goals take.
      for (let index = 0; index < this.#elements.length; index++) {
        if (isMarked(candidates, index) && test(this.#elements[index]!)) mark(passed, index);
      }
      marks = passed;
      this.#tested.set(key, marks);
    }
    return marks;
  }

  #lookup(namesOf: (element: ChainElement) => readonly (string | undefined)[]): Lookup {
    const lookup = new Map<string, { low: number; high: number }>();
    for (const [index, element] of this.#elements.entries()) {
      for (const name of namesOf(element)) {
        if (name === undefined) continue;
        let marks = lookup.get(name);
        if (!marks) {
          marks = { low: 0, high: 0 };
          lookup.set(name, marks);
        }
        mark(marks, index);
      }
    }
    return lookup;
  }
}
