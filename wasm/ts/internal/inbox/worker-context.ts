import type { Settlement, TakenItem } from '../../types/inbox-database.js';
import type { WorkerContext } from '../../types/inbox-worker.js';
import type { InstanceOf } from '../../types/input.js';
import { checkTimeout } from '../instant.js';

/** The context of a handler of a worker. */
export class WorkerEventContext implements WorkerContext<unknown> {
  readonly tx: unknown;
  readonly attempt: number;
  readonly deferrals: number;
  readonly tenant: string | null;
  readonly fence: number;
  readonly signal: InstanceOf<'AbortSignal'>;
  #deferral: Settlement | undefined;

  constructor({ attempts, deferrals, tenant, fence }: TakenItem, tx: unknown, signal: InstanceOf<'AbortSignal'>) {
    this.tx = tx;
    this.attempt = attempts;
    this.deferrals = deferrals;
    this.tenant = tenant;
    this.fence = fence;
    this.signal = signal;
  }

  defer(ms: number): void {
    checkTimeout('ms', ms);
    this.#deferral = { op: 'defer', delayMs: ms };
  }

  /** The deferral that the handler has asked for. */
  get deferral(): Settlement | undefined {
    return this.#deferral;
  }
}
