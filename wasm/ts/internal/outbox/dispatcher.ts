import { DEFAULT_TIMEOUT_MS } from '../../generated/limits.js';
import type { DispatcherOptions, OutboxLogEntry, Running } from '../../types/outbox.js';
import { toFetch } from '../fetcher.js';
import { core } from '../instance.js';
import { checkTimeout } from '../instant.js';
import { catalog } from '../modules.js';
import { notify } from '../notify.js';
import { checkFunctions, optionNames, readOptions } from '../options.js';
import { toPolicy } from '../policy.js';
import { toScheme } from '../signer.js';
import { DatabaseClock } from './database-clock.js';
import { Dispatching } from './dispatching.js';
import * as errors from './errors.js';
import { databaseOf } from './options.js';

const FUNCTIONS = ['endpoint', 'onDisable', 'onAttempt', 'onDead', 'fetch', 'log'] as const;
const OPTIONS = optionNames<DispatcherOptions>({
  provider: true,
  scheme: true,
  outbox: true,
  policy: true,
  endpoint: true,
  onDisable: true,
  onAttempt: true,
  onDead: true,
  concurrency: true,
  timeoutMs: true,
  fetch: true,
  allow: true,
  ports: true,
  pollMs: true,
  leaseMs: true,
  log: true,
});
const MOST_CONCURRENT = 1_000;

/** Reads the options, and starts a dispatcher. */
export function startDispatcher(given: DispatcherOptions): Running {
  const options = readOptions('dispatcher', given, OPTIONS);
  const database = databaseOf(options.outbox);
  const scheme = toScheme('dispatcher', options);
  const policy = toPolicy(options.policy);
  const terms = core(catalog).deliveryTerms(policy);
  checkFunctions(options, FUNCTIONS, 'endpoint');
  const { concurrency = 20, pollMs = 1_000, leaseMs = 60_000, endpoint, onDisable, onAttempt, onDead } = options;
  const timeoutMs = options.timeoutMs ?? terms.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  checkTimeout('timeoutMs', timeoutMs);
  checkTimeout('pollMs', pollMs);
  checkTimeout('leaseMs', leaseMs);
  if (!(Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= MOST_CONCURRENT)) {
    throw errors.notALimit('concurrency', MOST_CONCURRENT);
  }
  const clock = new DatabaseClock();
  const log = (entry: OutboxLogEntry) => notify(options.log, entry);
  return new Dispatching({
    database,
    clock,
    attempt: {
      scheme,
      policy,
      timeoutMs,
      fetcher: toFetch(options, timeoutMs),
      endpoint,
      onDisable,
      now: () => clock.now(),
    },
    concurrency,
    pollMs,
    leaseMs,
    onAttempt,
    onDead,
    log,
  });
}
