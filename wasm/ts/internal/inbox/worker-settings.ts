import type { InboxDatabase, InboxItem } from '../../types/inbox-database.js';
import type { LogEntry } from '../../types/receiver-log.js';
import type { Tracing } from '../../types/tracing.js';
import * as errors from '../errors.js';
import { core } from '../instance.js';
import { catalog } from '../modules.js';
import { optionNames, readOptions } from '../options.js';
import { toPolicy } from '../policy.js';
import { checkCount, checkFunction, checkMs, MIN_LEASE_MS } from '../receiving/checks.js';
import type { EventShape } from '../receiving/event.js';
import { factsOf } from '../receiving/facts.js';
import { type Hooks, toHandlers } from '../receiving/handlers.js';
import { Log } from '../receiving/log.js';
import { hasType, type OrderBy, providerOf, senderOf, toOrderBy, toShape } from '../receiving/shape.js';
import { toTracing } from '../receiving/tracing.js';
import { type SchemeUse, toScheme } from '../signer.js';
import { isWellFormed } from '../text.js';
import { storable } from './storable.js';
import { databaseOf } from './to-inbox.js';

/** The options, as they were passed. */
interface Given {
  readonly inbox?: unknown;
  readonly name?: unknown;
  readonly provider?: unknown;
  readonly scheme?: unknown;
  readonly on?: unknown;
  readonly onUnknown?: unknown;
  readonly transaction?: unknown;
  readonly policy?: unknown;
  readonly concurrency?: unknown;
  readonly leaseMs?: unknown;
  readonly maxHandlingMs?: unknown;
  readonly pollMs?: unknown;
  readonly orderBy?: unknown;
  readonly onDead?: unknown;
  readonly describeError?: unknown;
  readonly log?: unknown;
  readonly event?: unknown;
  readonly tracing?: unknown;
}

const OPTIONS = optionNames<Given>({
  inbox: true,
  name: true,
  provider: true,
  scheme: true,
  on: true,
  onUnknown: true,
  transaction: true,
  policy: true,
  concurrency: true,
  leaseMs: true,
  maxHandlingMs: true,
  pollMs: true,
  orderBy: true,
  onDead: true,
  describeError: true,
  log: true,
  event: true,
  tracing: true,
});

const DEFAULT_POLICY = 'standard';
const DEFAULT_CONCURRENCY = 8;
const DEFAULT_LEASE_MS = 30_000;
const DEFAULT_HANDLING_MS = 15 * 60_000;
const DEFAULT_POLL_MS = 1_000;

/** The options of a worker, checked. */
export interface WorkerTerms extends Hooks {
  readonly database: InboxDatabase;
  readonly scheme: SchemeUse;
  readonly sender: string;
  readonly shape: EventShape;
  /** The name of the endpoint. */
  readonly endpoint: string;
  readonly log: Log;
  readonly isTransactional: boolean;
  /** The policy in the form that the core takes. */
  readonly policy: string;
  readonly maxAttempts: number | undefined;
  readonly concurrency: number;
  readonly leaseMs: number;
  readonly maxHandlingMs: number;
  readonly pollMs: number;
  readonly orderBy: OrderBy | undefined;
  readonly onDead: ((item: InboxItem, error: unknown) => unknown) | undefined;
  readonly describeError: ((error: unknown) => unknown) | undefined;
  readonly tracing: Tracing | undefined;
}

/** Checks the options, so that no mistake in them waits for the first event. */
export function toWorkerTerms(options: object): WorkerTerms {
  const what = 'worker';
  const given = readOptions<Given>(what, options, OPTIONS);
  const scheme = toScheme(what, given);
  const isCustom = typeof given.scheme === 'object';
  const sender = senderOf(scheme, isCustom);
  const provider = isCustom ? undefined : providerOf(sender);
  const shape = toShape(given.event, scheme, factsOf(isCustom ? '' : sender), provider);
  const { name, transaction = false } = given;
  if (name === undefined) throw errors.workerWithoutName();
  if (typeof name !== 'string' || name === '' || !isWellFormed(name)) throw errors.notAName(name);
  if (typeof transaction !== 'boolean') throw errors.notABoolean('transaction', transaction);
  const policy = toPolicy(given.policy ?? DEFAULT_POLICY);
  return {
    database: databaseOf(given.inbox),
    scheme,
    sender,
    shape,
    endpoint: storable(name),
    ...toHandlers(what, given, provider, sender, hasType(shape)),
    log: new Log(sender, checkFunction<(entry: LogEntry) => unknown>('log', given.log)),
    isTransactional: transaction,
    policy,
    maxAttempts: core(catalog).deliveryTerms(policy).attempts ?? undefined,
    concurrency: checkCount('concurrency', given.concurrency) ?? DEFAULT_CONCURRENCY,
    leaseMs: checkMs('leaseMs', given.leaseMs, MIN_LEASE_MS) ?? DEFAULT_LEASE_MS,
    maxHandlingMs: checkMs('maxHandlingMs', given.maxHandlingMs) ?? DEFAULT_HANDLING_MS,
    pollMs: checkMs('pollMs', given.pollMs) ?? DEFAULT_POLL_MS,
    orderBy: toOrderBy(given.orderBy, shape, sender),
    onDead: checkFunction('onDead', given.onDead),
    describeError: checkFunction('describeError', given.describeError),
    tracing: toTracing(given.tracing),
  };
}
