import type { Claim, ClaimRequest, HeldClaim } from '../../types/claims.js';
import type { TransactionStore } from '../../types/inbox.js';
import type { InboxDatabase, InboxTransaction } from '../../types/inbox-database.js';
import { keyOf } from '../redis-key.js';
import { commitFailed } from '../sql/errors.js';
import { watchAbandoned } from './abandoned.js';
import { storable } from './storable.js';

/** A claim whose transaction is open. */
interface Open<Tx> {
  readonly transaction: InboxTransaction<Tx>;
  readonly fence: number;
  /** Whether a statement that keeps the session from being idle has no answer yet. */
  isTouched: boolean;
  /** Ends the watch for the end of the session. */
  endWatch: () => void;
}

/** A store whose claims are transactions: that of a claim is committed when the event is completed. */
export class Transactions<Tx> implements TransactionStore<Tx> {
  readonly isTransactional = true;
  readonly #database: InboxDatabase<Tx>;
  readonly #open = new Map<string, Open<Tx>>();

  constructor(database: InboxDatabase<Tx>) {
    this.#database = database;
  }

  async claim(request: ClaimRequest): Promise<Claim<Tx>> {
    const open = this.#open.get(idOf(request));
    if (open !== undefined) return { state: 'claimed', fence: open.fence, tx: open.transaction.tx };
    const stored = { ...(await toStored(request)), ...placeOf(request.key) };
    const transaction = await this.#database.begin({ idleMs: request.leaseMs });
    let claim: Claim;
    try {
      claim = await transaction.claim(stored);
      if (claim.state === 'outdated') await transaction.commit();
    } catch (error) {
      await transaction.rollback();
      throw error;
    }
    if (claim.state === 'claimed') {
      this.#add(request, { transaction, fence: claim.fence, isTouched: false, endWatch: () => {} });
      return { ...claim, tx: transaction.tx };
    }
    if (claim.state !== 'outdated') await transaction.rollback();
    return claim;
  }

  async renew(held: HeldClaim): Promise<boolean> {
    const open = this.#find(held);
    if (open === undefined) return false;
    // The statement waits for those of the handler, during which the session is not idle.
    if (open.isTouched) return true;
    open.isTouched = true;
    this.#watch(held, open);
    try {
      return await open.transaction.touch();
    } finally {
      open.isTouched = false;
    }
  }

  async complete(held: HeldClaim): Promise<boolean> {
    const transaction = this.#end(held);
    if (transaction === undefined) return false;
    try {
      await transaction.complete(await toStored(held));
    } catch (error) {
      await transaction.rollback();
      throw isAborted(error) ? error : commitFailed(error);
    }
    await transaction.commit();
    return true;
  }

  async release(held: HeldClaim): Promise<boolean> {
    const transaction = this.#end(held);
    await transaction?.rollback();
    return transaction !== undefined;
  }

  #end(held: HeldClaim): InboxTransaction<Tx> | undefined {
    const open = this.#find(held);
    if (open === undefined) return undefined;
    open.endWatch();
    this.#open.delete(idOf(held));
    return open.transaction;
  }

  #add(request: ClaimRequest, open: Open<Tx>): void {
    this.#open.set(idOf(request), open);
    this.#watch(request, open);
  }

  /** Frees the connection of a claim that is not renewed any more. */
  #watch(request: ClaimRequest, open: Open<Tx>): void {
    open.endWatch();
    open.endWatch = watchAbandoned(open.transaction, request.leaseMs, () => this.#open.delete(idOf(request)));
  }

  #find(held: HeldClaim): Open<Tx> | undefined {
    const open = this.#open.get(idOf(held));
    return open?.fence === held.fence ? open : undefined;
  }
}

/** Whether a transaction was not committed because of its handler. */
export function isAborted(error: unknown): boolean {
  return (error as { readonly code?: unknown } | null | undefined)?.code === 'transaction_aborted';
}

/** Replaces ids that are long, or that a database cannot store, by their hashes. */
async function toStored<Request extends ClaimRequest>(request: Request): Promise<Request> {
  const { order } = request;
  const key = await keyOf('', request.key);
  if (order === undefined) return { ...request, key };
  return { ...request, key, order: { object: await keyOf('', order.object), position: order.position } };
}

/** The endpoint and the tenant, which a key begins with. */
function placeOf(key: string): { readonly endpoint: string; readonly tenant: string | null } {
  const [endpoint = '', tenant] = key.slice(0, Math.max(0, key.indexOf(':'))).split('/');
  return { endpoint: decode(endpoint), tenant: tenant === undefined ? null : decode(tenant) };
}

function decode(text: string): string {
  try {
    return storable(decodeURIComponent(text));
  } catch {
    // Keys that do not come from a receiver need not be encoded.
    return storable(text);
  }
}

function idOf({ token, key }: ClaimRequest): string {
  return `${token} ${key}`;
}
