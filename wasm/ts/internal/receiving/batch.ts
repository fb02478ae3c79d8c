import { at, type Value } from './members.js';

/** The way to the type of each event in a body that contains several. */
export interface BatchPath {
  /** The members on the way to each list; the first one begins at the whole body. */
  readonly lists: readonly (readonly string[])[];
  /** The members on the way from an element of the last list to its type. */
  readonly rest: readonly string[];
}

/** An element of a batch. */
export interface Element {
  readonly data: unknown;
  readonly type: unknown;
  /** The names and indices on the way to the element. */
  readonly path: readonly string[];
}

const INDEX = /^\d+$/;

/** Splits a path that goes through lists. Undefined if it goes through none. */
export function toBatchPath(path: readonly string[]): BatchPath | undefined {
  const lists: string[][] = [];
  let names: string[] = [];
  for (const name of path) {
    if (INDEX.test(name)) {
      lists.push(names);
      names = [];
    } else {
      names.push(name);
    }
  }
  return lists.length === 0 ? undefined : { lists, rest: names };
}

/**
 * The elements of a batch, in their order. An element without the next list is one of its own, so that nothing is lost.
 * None if the body is not a batch.
 */
export function elementsOf(json: unknown, { lists, rest }: BatchPath): readonly Element[] {
  let found: Element[] = [{ data: json, type: undefined, path: [] }];
  for (const [depth, names] of lists.entries()) {
    const next: Element[] = [];
    for (const element of found) {
      const list = at(element.data, names);
      if (!Array.isArray(list)) {
        if (depth === 0) return [];
        next.push(element);
        continue;
      }
      for (const [index, data] of list.entries()) {
        const isLast = depth === lists.length - 1;
        const type = isLast ? at(data, rest) : undefined;
        next.push({ data, type, path: [...element.path, ...names, String(index)] });
      }
    }
    found = next;
  }
  return found;
}

/** The value in an element of a batch at a path that leads through the first elements. Undefined if it leads elsewhere. */
export function inElement({ data, path }: Element, pointer: readonly string[]): Value {
  const isSame = path.every((name, index) => pointer[index] === name || (INDEX.test(name) && pointer[index] === '0'));
  return isSame && pointer.length > path.length ? at(data, pointer.slice(path.length)) : undefined;
}
