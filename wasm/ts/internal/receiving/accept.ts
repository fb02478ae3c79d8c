import type { Verified } from '../../generated/verdict.js';
import type { Claim, ClaimRequest, HeldClaim } from '../../types/claims.js';
import type { HandlerContext } from '../../types/received.js';
import type { Answer } from '../../types/receiver.js';
import { encodeBody } from '../body.js';
import type { ReadDelivery } from '../delivery.js';
import * as errors from '../errors.js';
import { toFields } from '../headers.js';
import { after, isPromise } from './after.js';
import { FAILED, OK } from './answers.js';
import type { Arrived } from './arrived.js';
import { remainingMs } from './clock.js';
import { derivedKey } from './derived-key.js';
import { type ReadEvent, readEvents } from './event.js';
import type { AnyHandler } from './handlers.js';
import type { Settings } from './settings.js';
import { nextToken } from './tokens.js';
import { within } from './within.js';
import { type Ending, type Names, Work } from './work.js';

const TRACEPARENT = new Set(['traceparent']);

/** An event and its handler. */
interface Handled {
  readonly event: ReadEvent;
  readonly handler: AnyHandler;
}

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
  const { shape, log, orderBy, tenant, name, isByContent, scheme } = settings;
  const { request, body, receivedAtMs } = arrived;
  const events = readEvents(shape, { body, headers: request.headers, verdict, receivedAtMs });
  const names = namesOf(events, verdict);
  if (events[0].isMalformed) log.add('malformed_body', names);
  const [first, ...others] = withHandlers(settings, events);
  if (first === undefined) return OK;
  const space = tenant === undefined ? name : `${name}/${tenantOf(tenant(arrived.native))}`;
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
  if (verdict.idSigned === false && !isByContent) log.add('unsigned_id');
  if (names.eventId !== null && !isByContent) return claim(settings, accepted, `${space}:${names.eventId}`, order);
  if (!isByContent) log.add('derived_key', names);
  return after(derivedKey(scheme, read, verdict), (key) => claim(settings, accepted, `${space}:${key}`, order));
}

/** What names a delivery: its event, or what several events have in common. */
function namesOf(events: readonly [ReadEvent, ...ReadEvent[]], verdict: Verified): Names {
  const [{ type, id }, ...others] = events;
  if (others.length === 0) return { eventType: type, eventId: id };
  return { eventType: others.every((each) => each.type === type) ? type : null, eventId: verdict.id ?? null };
}

/** Finds the handlers of events, and reports those that have none. */
function withHandlers({ handlers, onUnknown, log }: Settings, events: readonly ReadEvent[]): Handled[] {
  const found: Handled[] = [];
  for (const event of events) {
    const handler = (event.type === null ? undefined : handlers.get(event.type)) ?? onUnknown;
    if (handler === undefined) log.addUnhandled({ eventType: event.type, eventId: event.id });
    else found.push({ event, handler });
  }
  return found;
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
    return handlesWithoutStore ? work(settings, accepted, undefined) : later;
  };
  const claimed = (claim: Claim): Answer | Promise<Answer> => {
    if (!isClaim(claim)) {
      log.add('store_failed', { ...names, error: errors.wrongClaim() });
      return later;
    }
    if (claim.state === 'claimed') {
      return work(settings, accepted, { key, token: wanted.token, leaseMs, keepMs, order, fence: claim.fence });
    }
    log.add(claim.state === 'handled' ? 'duplicate' : claim.state, names);
    return claim.state === 'busy' ? later : OK;
  };
  let claiming: Claim | Promise<Claim>;
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
  claiming: Claim | PromiseLike<Claim>,
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
function isClaim(claim: Claim | undefined | null): claim is Claim {
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
): Answer | Promise<Answer> {
  const { log, isEarly, later } = settings;
  const { native, deadlineMs, waitUntil } = arrived;
  if (isEarly && waitUntil === undefined) log.add('wait_until_missing', names);
  const running = new Work(settings, held, names, waitUntil);
  const context = running.context(native);
  const handle = traced(settings, arrived, names, callOf(handled, context));
  return after<Ending, Answer>(running.run(handle, remainingMs(deadlineMs), isEarly), (ending) => {
    if (ending === 'handled') return running.answer ?? OK;
    return ending === 'failed' ? FAILED : later;
  });
}

/** Returns a function that calls the handlers, one after the other. */
function callOf(handled: Accepted['handled'], context: HandlerContext<unknown>): () => unknown {
  const [{ event, handler }, ...others] = handled;
  if (others.length === 0) {
    const made = event.make();
    return () => handler(made, context);
  }
  return async () => {
    for (const each of handled) {
      // Once the claim is lost, another request may be handling the same events.
      context.signal.throwIfAborted();
      const result = each.handler(each.event.make(), context);
      if (isPromise(result)) await result;
    }
  };
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

function tenantOf(tenant: unknown): string {
  if (typeof tenant !== 'string' || tenant === '') throw new TypeError('`tenant` did not return a string');
  return encodeURIComponent(tenant);
}

function orderOf(order: ClaimRequest['order'], space: string): ClaimRequest['order'] {
  if (order === undefined) return undefined;
  const { object, position } = order;
  if (typeof object !== 'string' || typeof position !== 'number' || Number.isNaN(position)) {
    throw new TypeError('`orderBy` must return { object, position }, a string and a number');
  }
  return { object: `${space}:${object}`, position };
}
