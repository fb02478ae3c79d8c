import type { ClaimStore } from '../../types/claims.js';
import type { InboxDatabase } from '../../types/inbox-database.js';
import type { Answer } from '../../types/receiver.js';
import type { LogEntry, Rejection } from '../../types/receiver-log.js';
import type { Tracing } from '../../types/tracing.js';
import { type Entered, toEntered } from '../answering.js';
import { MemoryStore } from '../claims-in-memory.js';
import * as errors from '../errors.js';
import { storable } from '../inbox/storable.js';
import { isTransactional, toInbox } from '../inbox/to-inbox.js';
import { checkOptions, optionNames, readOptions, readOwn } from '../options.js';
import { type SchemeUse, toScheme } from '../signer.js';
import { handlingWithoutTransaction } from '../sql/errors.js';
import { isWellFormed } from '../text.js';
import { type Limits, toLimits } from '../tolerance.js';
import { toMethods, toUrlOf, type UrlOf } from './addresses.js';
import { later } from './answers.js';
import { Budget } from './budget.js';
import { checkCount, checkFunction, checkMs, checkOneOf, checkStore, MIN_LEASE_MS } from './checks.js';
import type { EventShape } from './event.js';
import { factsOf, toKeepMs } from './facts.js';
import { type Hooks, toHandlers } from './handlers.js';
import { Log } from './log.js';
import { hasType, isIdOfElement, type OrderBy, providerOf, senderOf, toOrderBy, toShape } from './shape.js';
import { toTracing } from './tracing.js';

/** The options, as they were passed. */
export interface GivenOptions {
  readonly provider?: unknown;
  readonly scheme?: unknown;
  readonly secrets?: unknown;
  readonly skipUnset?: unknown;
  readonly toleranceSeconds?: unknown;
  readonly on?: unknown;
  readonly onUnknown?: unknown;
  readonly onRejected?: unknown;
  readonly log?: unknown;
  readonly name?: unknown;
  readonly store?: unknown;
  readonly inbox?: unknown;
  readonly ifStoreFails?: unknown;
  readonly identifyBy?: unknown;
  readonly tenant?: unknown;
  readonly orderBy?: unknown;
  readonly timeLimitMs?: unknown;
  readonly maxHandlingMs?: unknown;
  readonly leaseMs?: unknown;
  readonly keepMs?: unknown;
  readonly maxBodyBytes?: unknown;
  readonly url?: unknown;
  readonly origin?: unknown;
  readonly methods?: unknown;
  readonly handshake?: unknown;
  readonly ack?: unknown;
  readonly waitUntil?: unknown;
  readonly explain?: unknown;
  readonly event?: unknown;
  readonly tracing?: unknown;
}

const OPTIONS = optionNames<GivenOptions>({
  provider: true,
  scheme: true,
  secrets: true,
  skipUnset: true,
  toleranceSeconds: true,
  on: true,
  onUnknown: true,
  onRejected: true,
  log: true,
  name: true,
  store: true,
  inbox: true,
  ifStoreFails: true,
  identifyBy: true,
  tenant: true,
  orderBy: true,
  timeLimitMs: true,
  maxHandlingMs: true,
  leaseMs: true,
  keepMs: true,
  maxBodyBytes: true,
  url: true,
  origin: true,
  methods: true,
  handshake: true,
  ack: true,
  waitUntil: true,
  explain: true,
  event: true,
  tracing: true,
});

type WaitUntil = (promise: Promise<unknown>) => void;

/** How handshakes are answered. */
export interface HandshakeTerms extends Entered {
  readonly settingUp: () => boolean;
  readonly onSecret: ((secret: string) => unknown) | undefined;
  /** Whether a request can be a handshake that its signature does not distinguish from a delivery. */
  readonly isReadFirst: boolean;
}

/** The options of a receiver, checked. */
export interface Settings extends Hooks {
  readonly scheme: SchemeUse;
  /** The id of the sender, or of the custom scheme. */
  readonly sender: string;
  /** The start of the keys of events. */
  readonly name: string;
  readonly limits: Limits;
  readonly shape: EventShape;
  readonly log: Log;
  readonly onRejected: ((rejection: Rejection, request: unknown) => unknown) | undefined;
  /** The name of the endpoint, as it was passed. */
  readonly endpoint: string;
  readonly store: ClaimStore<unknown>;
  /** Where deliveries are stored, if workers handle them. */
  readonly inbox: InboxDatabase | undefined;
  /** The header fields that are stored, in lower case. */
  readonly storedHeaders: ReadonlySet<string>;
  readonly handlesWithoutStore: boolean;
  /** Whether repeated events are recognized by their signature and body, although they have an id. */
  readonly isByContent: boolean;
  readonly tenant: ((request: unknown) => unknown) | undefined;
  readonly orderBy: OrderBy | undefined;
  /** How long a request waits for the handler. */
  readonly waitMs: number;
  /** How long a handler may run. */
  readonly maxHandlingMs: number;
  readonly leaseMs: number;
  /** The answer to a request that cannot be handled now. */
  readonly later: Answer;
  readonly keepMs: number;
  readonly maxBodyBytes: number;
  readonly urlOf: UrlOf;
  /** The methods of deliveries. */
  readonly methods: ReadonlySet<string>;
  readonly handshake: HandshakeTerms | undefined;
  readonly isEarly: boolean;
  readonly waitUntil: WaitUntil | undefined;
  readonly budget: Budget | undefined;
  readonly tracing: Tracing | undefined;
}

const DEFAULT_LEASE_MS = 30_000;
/** Shorter times would end before a store and a handler have had a chance. */
const MIN_TIME_LIMIT_MS = 500;
const MIN_KEEP_MS = 60_000;
const MAX_HANDLING_MS = 15 * 60_000;
/** The part of the time limit that is left for the network, and the least of it. */
const MARGIN = 0.1;
const MIN_MARGIN_MS = 250;

const NO_HANDLERS: Hooks = { handlers: new Map(), onUnknown: undefined };

/** Reads the options, each once. */
export function readGiven(what: string, options: object): GivenOptions {
  return readOptions<GivenOptions>(what, options, OPTIONS);
}

/**
 * Checks the options, so that no mistake in them waits for the first delivery. The secrets are not a part of the result,
 * because they are only kept in a form that is never printed.
 */
export function toSettings(what: string, given: GivenOptions, makeStore: () => ClaimStore): Settings {
  const scheme = toScheme(what, given);
  const isCustom = typeof given.scheme === 'object';
  const sender = senderOf(scheme, isCustom);
  const facts = factsOf(isCustom ? '' : sender);
  const provider = isCustom ? undefined : providerOf(sender);
  const write = checkFunction<(entry: LogEntry) => unknown>('log', given.log);
  const log = new Log(sender, write);
  const inbox = toInbox(given);
  if (given.store === undefined && inbox === undefined) log.add('memory_store');
  const urlOf = toUrlOf(what, given, scheme);
  const limits = toLimits(given.toleranceSeconds, scheme);
  const shape = toShape(given.event, scheme, facts, provider);
  if (!shape.isTypeSigned && shape.type !== undefined) log.add('unsigned_type');
  const leaseMs = checkMs('leaseMs', given.leaseMs, MIN_LEASE_MS) ?? DEFAULT_LEASE_MS;
  if (typeof given.secrets === 'function' && given.tenant === undefined) log.add('tenant_missing');
  return {
    scheme,
    sender,
    limits,
    shape,
    log,
    name: toName(given, sender),
    endpoint: storable(String(given.name ?? sender)),
    inbox,
    storedHeaders: new Set(['content-type', ...(shape.type?.headers ?? [])]),
    ...(inbox === undefined ? toHandlers(what, given, provider, sender, hasType(shape)) : NO_HANDLERS),
    onRejected: checkFunction('onRejected', given.onRejected),
    store: given.store === undefined ? makeStore() : checkStore(given.store),
    handlesWithoutStore: toIfStoreFails(given) === 'handle',
    // The id of the first element does not identify a batch.
    isByContent: checkOneOf('identifyBy', given.identifyBy, ['id', 'content']) === 'content' || isIdOfElement(shape),
    tenant: given.tenant === false ? undefined : checkFunction('tenant', given.tenant),
    orderBy: toOrderBy(given.orderBy, shape, sender),
    waitMs: toWait(checkMs('timeLimitMs', given.timeLimitMs, MIN_TIME_LIMIT_MS) ?? facts.timeLimitMs),
    maxHandlingMs: checkMs('maxHandlingMs', given.maxHandlingMs) ?? MAX_HANDLING_MS,
    leaseMs,
    later: later(Math.ceil(leaseMs / 1000)),
    keepMs: checkMs('keepMs', given.keepMs, MIN_KEEP_MS) ?? toKeepMs(facts, limits),
    maxBodyBytes: checkCount('maxBodyBytes', given.maxBodyBytes) ?? facts.maxBodyBytes,
    urlOf,
    methods: toMethods(given.methods),
    handshake: toHandshake(given.handshake, scheme),
    ...toAck(given),
    budget: toBudget(given.explain),
    tracing: toTracing(given.tracing),
  };
}

/** The name of the endpoint, which distinguishes receivers with the same store. */
function toName({ name, store, inbox }: GivenOptions, sender: string): string {
  if (name === undefined) {
    if (store !== undefined || inbox !== undefined) throw errors.storeWithoutName();
    return sender;
  }
  if (typeof name !== 'string' || name === '' || !isWellFormed(name)) throw errors.notAName(name);
  return encodeURIComponent(name);
}

function toIfStoreFails({ ifStoreFails, store }: GivenOptions): 'refuse' | 'handle' | undefined {
  const choice = checkOneOf('ifStoreFails', ifStoreFails, ['refuse', 'handle']);
  if (choice !== undefined && (store === undefined || store instanceof MemoryStore)) throw errors.failingMemory();
  // The handler would have no transaction.
  if (choice === 'handle' && isTransactional(store)) throw handlingWithoutTransaction();
  return choice;
}

function toWait(timeLimitMs: number): number {
  return Math.max(0, timeLimitMs - Math.max(MIN_MARGIN_MS, timeLimitMs * MARGIN));
}

function toHandshake(given: unknown, scheme: SchemeUse): HandshakeTerms | undefined {
  if (given === false) return undefined;
  if (given !== undefined) checkOptions('handshake', given as object, ['token', 'endpoint', 'settingUp', 'onSecret']);
  const { token, endpoint, settingUp, onSecret } = readOwn<{
    token?: unknown;
    endpoint?: unknown;
    settingUp?: unknown;
    onSecret?: unknown;
  }>((given ?? {}) as object, ['token', 'endpoint', 'settingUp', 'onSecret']);
  if (token !== undefined && !scheme.handshake.token) throw errors.optionWithoutEffect('handshake.token', scheme.id);
  if (endpoint !== undefined && !scheme.handshake.endpoint) {
    throw errors.optionWithoutEffect('handshake.endpoint', scheme.id);
  }
  const isFunction = typeof settingUp === 'function';
  if (settingUp !== undefined && !isFunction && typeof settingUp !== 'boolean') {
    throw errors.notABoolean('handshake.settingUp', settingUp);
  }
  const { headers, url, method } = scheme.handshake;
  return {
    ...toEntered(scheme, token, endpoint),
    settingUp: isFunction ? () => settingUp() === true : () => settingUp === true,
    onSecret: checkFunction('handshake.onSecret', onSecret),
    isReadFirst: headers.size > 0 || url || method || scheme.handshake.encrypted,
  };
}

function toAck(given: GivenOptions): { readonly isEarly: boolean; readonly waitUntil: WaitUntil | undefined } {
  const { waitUntil } = given;
  const isEarly = checkOneOf('ack', given.ack, ['early', 'handled']) === 'early';
  if (waitUntil === 'context') return { isEarly, waitUntil: undefined };
  if (isEarly && waitUntil === undefined) throw errors.earlyWithoutWaitUntil();
  return { isEarly, waitUntil: checkFunction('waitUntil', waitUntil) };
}

function toBudget(given: unknown): Budget | undefined {
  if (given === undefined) return undefined;
  checkOptions('explain', given as object, ['perMinute']);
  const { perMinute } = readOwn(given as { perMinute?: unknown }, ['perMinute']);
  const count = checkCount('explain.perMinute', perMinute);
  if (count === undefined) throw errors.notACount('explain.perMinute', perMinute);
  return new Budget(count);
}
