import type { Verified } from '../../generated/verdict.js';
import type { Claim, ClaimRequest, HeldClaim } from '../../types/claims.js';
import type { Answer } from '../../types/receiver.js';
import { encodeBody } from '../body.js';
import type { ReadDelivery } from '../delivery.js';
import * as errors from '../errors.js';
import { toFields } from '../headers.js';
import { after, isPromise } from './after.js';
import { FAILED, OK } from './answers.js';
import type { Arrived } from './arrived.js';
import { callOf, type Handled, namesOf, withHandlers } from './calls.js';
import { remainingMs } from './clock.js';
import { derivedKey } from './derived-key.js';
import { readEvents } from './event.js';
import { keep } from './keep.js';
import type { Settings } from './settings.js';
import { orderOf } from './shape.js';
import { nextToken } from './tokens.js';
import { within } from './within.js';
import { type Ending, type Names, Work } from './work.js';

const TRACEPARENT = new Set(['traceparent']);

/** A genuine delivery, and how it is handled. */
interface Accepted {
  readonly arrived: Arrived;
  /** The events that have a handler. Most deliveries contain one event. */
  readonly handled: readonly [Handled, ...Handled[]];
  readonly names: Names;
}

/** Handles a genuine delivery: claims it, and calls the handlers of its events. */
export function accept(
  settings: Settings,
  arrived: Arrived,
  read: ReadDelivery,
  verdict: Verified,
): Answer | Promise<Answer> {
  const { shape, log, orderBy, inbox } = settings;
  const { request, body, receivedAtMs } = arrived;
  const events = readEvents(shape, { body, headers: request.headers, verdict, receivedAtMs });
  const names = namesOf(events, verdict);
  if (events[0].isMalformed) log.add('malformed_body', names);
  if (inbox !== undefined) {
    const { space, tenant } = ownerOf(settings, arrived);
    return withId(settings, { read, verdict, names }, (id) => {
      return keep(settings, inbox, { arrived, names, verdict, tenant, key: `${space}:${id}` });
    });
  }
  const [first, ...others] = withHandlers(settings, events);
  if (first === undefined) return OK;
  const { space } = ownerOf(settings, arrived);
  let order: ClaimRequest['order'];
  if (orderBy !== undefined) {
    try {
      order = orderOf(orderBy(first.event.make()), space);
    } catch (error) {
      log.add('order_failed', { ...names, error });
      return FAILED;
    }
  }
  const accepted: Accepted = { arrived, handled: [first, ...others], names };
  return withId(settings, { read, verdict, names }, (id) => claim(settings, accepted, `${space}:${id}`, order));
}

/** Continues with what identifies a delivery: its id, or a digest. */
function withId(
  { scheme, log, isByContent }: Settings,
  { read, verdict, names }: { readonly read: ReadDelivery; readonly verdict: Verified; readonly names: Names },
  next: (id: string) => Answer | Promise<Answer>,
): Answer | Promise<Answer> {
  if (verdict.idSigned === false && !isByContent) log.add('unsigned_id');
  if (names.eventId !== null && !isByContent) return next(names.eventId);
  if (!isByContent) log.add('derived_key', names);
  return after(derivedKey(scheme, read, verdict), next);
}

function claim(
  settings: Settings,
  accepted: Accepted,
  key: string,
  order: ClaimRequest['order'],
): Answer | Promise<Answer> {
  const { store, log, leaseMs, keepMs, later, handlesWithoutStore } = settings;
  const { names } = accepted;
  const wanted: ClaimRequest = { key, token: nextToken(), leaseMs, keepMs, order };
  const failed = (error: unknown): Answer | Promise<Answer> => {
    log.add('store_failed', { ...names, error });
    return handlesWithoutStore ? work(settings, accepted, undefined, undefined) : later;
  };
  const claimed = (claim: Claim<unknown>): Answer | Promise<Answer> => {
    if (!isClaim(claim)) {
      log.add('store_failed', { ...names, error: errors.wrongClaim() });
      return later;
    }
    if (claim.state === 'claimed') {
      const held = { key, token: wanted.token, leaseMs, keepMs, order, fence: claim.fence };
      return work(settings, accepted, held, claim.tx);
    }
    log.add(claim.state === 'handled' ? 'duplicate' : claim.state, names);
    return claim.state === 'busy' ? later : OK;
  };
  let claiming: Claim<unknown> | Promise<Claim<unknown>>;
  try {
    claiming = store.claim(wanted);
  } catch (error) {
    return failed(error);
  }
  if (!isPromise(claiming)) return claimed(claiming);
  // The other half of the time is left for the handler, which `ifStoreFails` can call without a claim.
  const waitMs = remainingMs(accepted.arrived.deadlineMs) / 2;
  const tooLate = () => {
    void releaseLate(settings, claiming, wanted, names);
    throw errors.claimTooSlow();
  };
  return within(claiming, waitMs, tooLate).then(claimed, failed);
}

/** Gives a claim back that was granted after its request had been answered. If that fails, it ends with its lease. */
async function releaseLate(
  { store, log }: Settings,
  claiming: Claim<unknown> | PromiseLike<Claim<unknown>>,
  wanted: ClaimRequest,
  names: Names,
): Promise<void> {
  try {
    const claim = await claiming;
    if (isClaim(claim) && claim.state === 'claimed') await store.release({ ...wanted, fence: claim.fence });
  } catch (error) {
    log.add('store_failed', { ...names, error });
  }
}

/** Whether a store has answered as its contract says. Other answers must not count as handled. */
function isClaim(claim: Claim<unknown> | undefined | null): claim is Claim<unknown> {
  switch (claim?.state) {
    case 'claimed':
      return Number.isFinite(claim.fence);
    case 'busy':
    case 'handled':
    case 'outdated':
      return true;
    default:
      return false;
  }
}

function work(
  settings: Settings,
  { arrived, handled, names }: Accepted,
  held: HeldClaim | undefined,
  tx: unknown,
): Answer | Promise<Answer> {
  const { log, isEarly, later } = settings;
  const { native, deadlineMs, waitUntil } = arrived;
  if (isEarly && waitUntil === undefined) log.add('wait_until_missing', names);
  const running = new Work(settings, held, names, waitUntil);
  const context = running.context(native, tx);
  const handle = traced(settings, arrived, names, callOf(handled, context));
  return after<Ending, Answer>(running.run(handle, remainingMs(deadlineMs), isEarly), (ending) => {
    if (ending === 'handled') return running.answer ?? OK;
    return ending === 'failed' ? FAILED : later;
  });
}

/** Returns a function that calls the handler in a span, if the receiver is traced. */
function traced(
  { tracing, sender, scheme }: Settings,
  { request, body }: Arrived,
  { eventType: type, eventId: id }: Names,
  handle: () => unknown,
): () => unknown {
  if (tracing === undefined) return handle;
  const [, traceparent] = toFields(request.headers, TRACEPARENT);
  const bodySize = typeof body === 'string' ? encodeBody(body).length : body.length;
  return () => tracing.trace({ sender, scheme: scheme.id, type, id, bodySize, traceparent }, handle);
}

/** The tenant of a request, and the start of the keys of its events. */
function ownerOf(
  { tenant: tenantOf, name }: Settings,
  { native }: Arrived,
): { readonly space: string; readonly tenant: string | null } {
  if (tenantOf === undefined) return { space: name, tenant: null };
  const tenant = tenantOf(native);
  if (typeof tenant !== 'string' || tenant === '') throw new TypeError('`tenant` did not return a string');
  return { space: `${name}/${encodeURIComponent(tenant)}`, tenant };
}
