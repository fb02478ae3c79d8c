import type { ClaimStore, HeldClaim } from '../../types/claims.js';
import type { InstanceOf } from '../../types/input.js';
import type { HandlerAnswer, HandlerContext } from '../../types/received.js';
import type { Answer } from '../../types/receiver.js';
import { isPromise } from './after.js';
import { elapsedMs } from './clock.js';
import type { Log } from './log.js';
import { toOwnAnswer } from './own-answer.js';

/** How the handling of an event ended. */
export type Ending =
  /** The handler has succeeded, and its completion is recorded if the store was available. */
  | 'handled'
  /** The handler has failed. */
  | 'failed'
  /** Another request has claimed the event meanwhile. */
  | 'lost'
  /** The handler has not ended within the time that the request waits. It goes on. */
  | 'late';

/** What names the event in log entries. */
export interface Names {
  readonly eventType: string | null;
  readonly eventId: string | null;
}

/** What does not depend on the request. */
export interface Terms {
  readonly store: ClaimStore<unknown>;
  readonly log: Log;
  readonly maxHandlingMs: number;
}

/** How a handling ends in the store. */
type How = 'complete' | 'release';
/** How a failure of the handler is logged: it is lost if the answer was sent before. */
type Failure = 'early_failure' | 'handler_failed';
type Timer = ReturnType<typeof setTimeout>;
type WaitUntil = (promise: Promise<unknown>) => void;

/** The pause before the end is recorded again, at first and at most, and how long that is tried. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
const RECORDING_MS = 5 * 60_000;

/** The handling of one event: it keeps the claim while the handler runs, and records how it ended. */
export class Work {
  readonly #terms: Terms;
  readonly #held: HeldClaim | undefined;
  readonly #names: Names;
  readonly #waitUntil: WaitUntil | undefined;
  /** The answer that the handler has set. */
  answer: Answer | undefined;
  #aborter: AbortController | undefined;
  #isAborted = false;
  #isLost = false;
  #heartbeat: ReturnType<typeof setInterval> | undefined;
  #limit: Timer | undefined;

  /**
   * @param held the claim; undefined if the event is handled without one, because the store is unavailable
   * @param waitUntil keeps the process running until a promise has settled
   */
  constructor(terms: Terms, held: HeldClaim | undefined, names: Names, waitUntil: WaitUntil | undefined) {
    this.#terms = terms;
    this.#held = held;
    this.#names = names;
    this.#waitUntil = waitUntil;
  }

  /**
   * The context of the handler.
   *
   * @param tx the transaction that contains the claim
   */
  context(request: unknown, tx: unknown): HandlerContext<unknown, unknown> {
    return new Context(this, this.#held?.fence ?? 0, request, tx, this.#waitUntil);
  }

  /**
   * Calls the handler, and returns how it ended, or `late` after `waitMs`.
   *
   * @param isEarly whether the answer does not wait for the handler, if the process is kept running
   */
  run(handle: () => unknown, waitMs: number, isEarly: boolean): Ending | Promise<Ending> {
    let result: unknown;
    try {
      result = handle();
    } catch (error) {
      const ending = this.#fail(error, 'handler_failed');
      return isPromise(ending) ? this.#within(ending, waitMs) : ending;
    }
    if (!isPromise(result)) {
      const ending = this.#succeed('handler_failed');
      return isPromise(ending) ? this.#within(ending, waitMs) : ending;
    }
    this.#begin();
    let isAnswered = false;
    const failure = (): Failure => (isAnswered ? 'early_failure' : 'handler_failed');
    const rest = Promise.resolve(result).then(
      () => this.#succeed(failure()),
      (error) => this.#fail(error, failure()),
    );
    isAnswered = isEarly && this.#keepRunning(rest);
    return isAnswered ? 'handled' : this.#within(rest, waitMs);
  }

  #within(rest: Promise<Ending>, waitMs: number): Promise<Ending> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        resolve('late');
        this.#terms.log.add('time_limit', this.#names);
        this.#keepRunning(rest);
      }, waitMs);
      void rest.then((ending) => {
        clearTimeout(timer);
        resolve(ending);
      });
    });
  }

  /** Asks the host to keep the process running. False if it does not. */
  #keepRunning(rest: Promise<unknown>): boolean {
    try {
      this.#waitUntil?.(rest);
      return this.#waitUntil !== undefined;
    } catch (error) {
      this.#terms.log.add('wait_until_failed', { ...this.#names, error });
      return false;
    }
  }

  #begin(): void {
    this.#limit = setTimeout(() => this.#stick(), this.#terms.maxHandlingMs);
    unref(this.#limit);
    this.#beat();
  }

  /** Renews the claim at each third of its lease. */
  #beat(): void {
    const held = this.#held;
    if (held === undefined || this.#isAborted) return;
    this.#heartbeat = setInterval(() => void this.#renew(held), held.leaseMs / 3);
    unref(this.#heartbeat);
  }

  async #renew(held: HeldClaim): Promise<void> {
    try {
      if (!(await this.#terms.store.renew(held))) this.#lose();
    } catch (error) {
      // The next heartbeat tries again, before the lease ends.
      this.#terms.log.add('store_failed', { ...this.#names, error });
    }
  }

  /** Gives up a handler that will not end: its claim ends with the lease, so that the event is handled again. */
  #stick(): void {
    this.#stop();
    this.#terms.log.add('handler_stuck', this.#names);
    this.#abort();
  }

  #lose(): void {
    this.#stop();
    if (this.#isLost) return;
    this.#isLost = true;
    this.#terms.log.add('claim_lost', this.#names);
    this.#abort();
  }

  #abort(): void {
    this.#isAborted = true;
    this.#aborter?.abort();
  }

  /** A signal that is aborted when the claim is lost. */
  signal(): AbortSignal {
    if (this.#aborter === undefined) {
      this.#aborter = new AbortController();
      if (this.#isAborted) this.#aborter.abort();
    }
    return this.#aborter.signal;
  }

  #stop(): void {
    clearInterval(this.#heartbeat);
    clearTimeout(this.#limit);
  }

  /** @param failure how it is logged if the store finds that the handler has failed */
  #succeed(failure: Failure): Ending | Promise<Ending> {
    this.#stop();
    if (this.#held === undefined) return 'handled';
    return this.#end(this.#held, 'complete', 'handled', failure);
  }

  #fail(error: unknown, failure: Failure): Ending | Promise<Ending> {
    this.#stop();
    this.#terms.log.add(failure, { ...this.#names, error });
    return this.#held === undefined ? 'failed' : this.#end(this.#held, 'release', 'failed', failure);
  }

  /** Records the end. If the store is unavailable, the answer does not wait until it is available again. */
  #end(held: HeldClaim, how: How, ending: Ending, failure: Failure): Ending | Promise<Ending> {
    const settle = (isHeld: boolean): Ending => {
      if (isHeld) return ending;
      this.#lose();
      return ending === 'handled' ? 'lost' : ending;
    };
    const failed = (error: unknown): Ending => {
      const code = codeOf(error);
      // A statement of the handler failed, and the handler did not throw.
      const isAborted = code === 'transaction_aborted';
      this.#terms.log.add(isAborted ? failure : 'store_failed', { ...this.#names, error });
      if (isAborted) return 'failed';
      // It is not known whether the effects of the handler were committed. The next delivery finds out.
      if (code === 'commit_failed') return 'lost';
      this.#keepRunning(this.#recordLater(held, how));
      return ending;
    };
    try {
      const isHeld = this.#terms.store[how](held);
      return isPromise(isHeld) ? Promise.resolve(isHeld).then(settle, failed) : settle(isHeld);
    } catch (error) {
      return failed(error);
    }
  }

  /** Tries to record the end again, and keeps the claim of a completed event meanwhile. */
  async #recordLater(held: HeldClaim, how: How): Promise<void> {
    if (how === 'complete') this.#beat();
    const startMs = elapsedMs();
    let last: unknown;
    for (let pauseMs = FIRST_PAUSE_MS; elapsedMs() - startMs < RECORDING_MS; pauseMs *= 2) {
      await pause(Math.min(pauseMs, LONGEST_PAUSE_MS));
      try {
        const isHeld = await this.#terms.store[how](held);
        this.#stop();
        if (!isHeld) this.#lose();
        return;
      } catch (error) {
        last = error;
      }
    }
    this.#stop();
    this.#terms.log.add('not_recorded', { ...this.#names, error: last });
  }
}

function codeOf(error: unknown): unknown {
  return (error as { readonly code?: unknown } | null | undefined)?.code;
}

/** Lets a process end although the timer is running: the handler keeps it running, if it has to. */
function unref(timer: unknown): void {
  (timer as { unref?(): void }).unref?.();
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => unref(setTimeout(resolve, ms)));
}

/** The context of a handler. The signal is only created if the handler uses it. */
class Context implements HandlerContext<unknown, unknown> {
  readonly fence: number;
  readonly request: unknown;
  readonly tx: unknown;
  readonly waitUntil: WaitUntil | undefined;
  readonly #work: Work;

  constructor(work: Work, fence: number, request: unknown, tx: unknown, waitUntil: WaitUntil | undefined) {
    this.#work = work;
    this.fence = fence;
    this.request = request;
    this.tx = tx;
    this.waitUntil = waitUntil;
  }

  answer(answer: HandlerAnswer): void {
    this.#work.answer = toOwnAnswer(answer);
  }

  get signal() {
    return this.#work.signal() as InstanceOf<'AbortSignal'>;
  }
}
