import type { Claim, ClaimRequest, ClaimStore, HeldClaim } from '../types/claims.js';
import * as errors from './errors.js';
import { type Listed, Recency } from './recency.js';

/** How many outdated entries are removed at most for each new one, so that the work of a claim is bounded. */
const SWEEP = 4;

interface Entry extends Listed {
  readonly key: string;
  state: 'held' | 'handled' | 'free';
  /** The token of the request that holds or has handled the event. */
  token: string;
  fence: number;
  leaseEndMs: number;
  /** The time from which the entry counts as absent. */
  forgetMs: number;
}

/** The newest position of an object. */
interface Newest extends Listed {
  readonly key: string;
  position: number;
  forgetMs: number;
}

/** The state machine `inbox` of the core in memory. It answers at once. */
export class MemoryStore implements ClaimStore {
  readonly #entries = new Map<string, Entry>();
  readonly #objects = new Map<string, Newest>();
  /** The entries that are held. They are not removed for lack of room. */
  readonly #held = new Recency<Entry>();
  /** All other entries. */
  readonly #others = new Recency<Entry>();
  readonly #newest = new Recency<Newest>();
  readonly #maxEntries: number;
  readonly #now: () => number;

  constructor(maxEntries: number, now: () => number) {
    this.#maxEntries = maxEntries;
    this.#now = now;
  }

  claim({ key, token, leaseMs, keepMs, order }: ClaimRequest): Claim {
    const now = this.#now();
    let entry = this.#entries.get(key);
    const isKnown = entry !== undefined && now < entry.forgetMs;
    if (entry !== undefined && isKnown) {
      if (entry.state === 'handled') {
        this.#others.remove(entry);
        this.#others.add(entry);
        return { state: 'handled' };
      }
      if (entry.state === 'held' && entry.token !== token && now < entry.leaseEndMs) return { state: 'busy' };
    }
    entry = this.#unlisted(key, token, entry, now);
    const isSame = isKnown && entry.state === 'held' && entry.token === token;
    if (!isSame) entry.fence = Math.max((isKnown ? entry.fence : 0) + 1, now);
    entry.token = token;
    const isOutdated = order !== undefined && order.position < this.#newestOf(order.object, now);
    entry.state = isOutdated ? 'handled' : 'held';
    entry.leaseEndMs = now + leaseMs;
    entry.forgetMs = isOutdated ? now + keepMs : entry.leaseEndMs + keepMs;
    this.#listOf(entry).add(entry);
    return isOutdated ? { state: 'outdated' } : { state: 'claimed', fence: entry.fence };
  }

  renew(held: HeldClaim): boolean {
    const now = this.#now();
    const entry = this.#find(held, now);
    if (entry?.state !== 'held') return false;
    entry.leaseEndMs = now + held.leaseMs;
    entry.forgetMs = entry.leaseEndMs + held.keepMs;
    return true;
  }

  complete(held: HeldClaim): boolean {
    const now = this.#now();
    if (held.order !== undefined) this.#note(held.order.object, held.order.position, now, now + held.keepMs);
    const entry = this.#find(held, now);
    if (entry?.state === 'handled') return true;
    if (this.#isKnown(held.key, now)) return this.#settle(entry, 'handled', now + held.keepMs);
    this.#record(held, now);
    return true;
  }

  release(held: HeldClaim): boolean {
    const now = this.#now();
    return this.#settle(this.#find(held, now), 'free', now + held.keepMs);
  }

  /** Returns the entry of a claim, unless it is that of another one. */
  #find({ key, token, fence }: HeldClaim, now: number): Entry | undefined {
    const entry = this.#entries.get(key);
    return entry !== undefined && now < entry.forgetMs && entry.token === token && entry.fence === fence
      ? entry
      : undefined;
  }

  #isKnown(key: string, now: number): boolean {
    const entry = this.#entries.get(key);
    return entry !== undefined && now < entry.forgetMs;
  }

  /** Records the completion of an event that was forgotten while its handler ran. */
  #record({ key, token, fence, keepMs }: HeldClaim, now: number): void {
    const entry = this.#unlisted(key, token, this.#entries.get(key), now);
    entry.state = 'handled';
    entry.token = token;
    entry.fence = fence;
    entry.forgetMs = now + keepMs;
    this.#others.add(entry);
  }

  /** Removes an entry from its list, or makes one, so that it can be added to a list again. */
  #unlisted(key: string, token: string, found: Entry | undefined, now: number): Entry {
    if (found !== undefined) {
      this.#listOf(found).remove(found);
      return found;
    }
    this.#makeRoom(now);
    const made: Entry = {
      key,
      state: 'held',
      token,
      fence: 0,
      leaseEndMs: 0,
      forgetMs: 0,
      before: undefined,
      after: undefined,
    };
    this.#entries.set(key, made);
    return made;
  }

  #settle(entry: Entry | undefined, state: 'handled' | 'free', forgetMs: number): boolean {
    if (entry?.state !== 'held') return false;
    this.#held.remove(entry);
    entry.state = state;
    entry.forgetMs = forgetMs;
    this.#others.add(entry);
    return true;
  }

  #listOf(entry: Entry): Recency<Entry> {
    return entry.state === 'held' ? this.#held : this.#others;
  }

  #newestOf(object: string, now: number): number {
    const newest = this.#objects.get(object);
    return newest !== undefined && now < newest.forgetMs ? newest.position : Number.NEGATIVE_INFINITY;
  }

  #note(object: string, position: number, now: number, forgetMs: number): void {
    if (position < this.#newestOf(object, now)) return;
    const found = this.#objects.get(object);
    if (found !== undefined) this.#newest.remove(found);
    const newest = { key: object, position, forgetMs, before: undefined, after: undefined };
    this.#objects.set(object, newest);
    this.#newest.add(newest);
    const { first } = this.#newest;
    if (first !== undefined && this.#objects.size > this.#maxEntries) drop(this.#objects, this.#newest, first);
  }

  /** Removes some entries that count as absent, and one more if there is no room. */
  #makeRoom(now: number): void {
    sweep(this.#entries, this.#others, now);
    sweep(this.#entries, this.#held, now);
    sweep(this.#objects, this.#newest, now);
    if (this.#entries.size < this.#maxEntries) return;
    const { first } = this.#others;
    if (first === undefined) throw errors.storeFull(this.#maxEntries);
    drop(this.#entries, this.#others, first);
  }
}

type Kept = Listed & { readonly key: string; readonly forgetMs: number };

function drop<Item extends Kept>(map: Map<string, Item>, list: Recency<Item>, item: Item): void {
  list.remove(item);
  map.delete(item.key);
}

function sweep<Item extends Kept>(map: Map<string, Item>, list: Recency<Item>, now: number): void {
  for (let count = 0; count < SWEEP; count += 1) {
    const { first } = list;
    if (first === undefined || now < first.forgetMs) return;
    drop(map, list, first);
  }
}
