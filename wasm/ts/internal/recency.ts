/** An item of a list, which is in one list at a time. */
export interface Listed {
  before: Listed | undefined;
  after: Listed | undefined;
}

/**
 * A list in the order in which items were added last. The order of a `Map` does not serve for this: to find its first item,
 * the runtime examines all those that were removed before it.
 */
export class Recency<Item extends Listed> {
  #first: Item | undefined;
  #last: Item | undefined;

  /** The item that was added the longest ago. */
  get first(): Item | undefined {
    return this.#first;
  }

  /** Adds an item that is in no list. */
  add(item: Item): void {
    item.before = this.#last;
    if (this.#last === undefined) this.#first = item;
    else this.#last.after = item;
    this.#last = item;
  }

  /** Removes an item that is in this list. */
  remove(item: Item): void {
    if (item.before === undefined) this.#first = item.after as Item | undefined;
    else item.before.after = item.after;
    if (item.after === undefined) this.#last = item.before as Item | undefined;
    else item.after.before = item.before;
    item.before = undefined;
    item.after = undefined;
  }
}
