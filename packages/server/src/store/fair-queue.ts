/** Items of several owners, which take turns: nobody's second item is taken before everybody else's first. */
export class FairQueue<Owner, Item> {
  readonly #byOwner = new Map<Owner, Item[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(owner: Owner, item: Item): void {
    this.#itemsOf(owner).push(item);
    this.#size++;
  }

  /** Puts an item back before all others of its owner. */
  putBack(owner: Owner, item: Item): void {
    this.#itemsOf(owner).unshift(item);
    this.#size++;
  }

  /** Undefined when no owner that may have a turn has an item. */
  take(mayHaveTurn: (owner: Owner) => boolean): Item | undefined {
    for (const [owner, items] of this.#byOwner) {
      if (!mayHaveTurn(owner)) continue;
      this.#size--;
      const item = items.shift();
      // The owner's next turn comes after those of all others.
      this.#byOwner.delete(owner);
      if (items.length > 0) this.#byOwner.set(owner, items);
      return item;
    }
    return undefined;
  }

  #itemsOf(owner: Owner): Item[] {
    let items = this.#byOwner.get(owner);
    if (!items) {
      items = [];
      this.#byOwner.set(owner, items);
    }
    return items;
  }
}
