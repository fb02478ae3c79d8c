import type { Rejected, Verdict } from '../../generated/verdict.js';
import type { Answer, BodyFailure, ReadBody, ReceiverContext } from '../../types/receiver.js';
import type { Rejection } from '../../types/receiver-log.js';
import { toBody } from '../body.js';
import type { Given } from '../delivery.js';
import * as errors from '../errors.js';
import { toFields } from '../headers.js';
import { readParts } from '../verifying.js';
import { accept } from './accept.js';
import { after, isPromise } from './after.js';
import { BAD_REQUEST, FAILED, TIMEOUT, TOO_LARGE, toOtherMethod, UNAUTHORIZED } from './answers.js';
import type { Arrived, HostBodyReader, HostRequest, Reading } from './arrived.js';
import { elapsedMs, remainingMs } from './clock.js';
import { bestCause } from './diagnosis.js';
import { answerHandshake } from './handshakes.js';
import { type Host, remedyFor } from './remedies.js';
import type { OwnSecrets, SecretsOf } from './secrets-of.js';
import type { Settings } from './settings.js';
import { within } from './within.js';

/** An answer, now or later. */
type Answering = Answer | Promise<Answer>;

/** The secrets of a request, if there are any and they could be found. */
type Found = OwnSecrets | undefined | 'failed';

/** The part of the time that a host gives a request that is left for the answer. */
const HOST_MARGIN_MS = 500;
const EMPTY = new Uint8Array();
/** The header fields of a request with a body. */
const FRAMING = new Set(['content-length', 'transfer-encoding']);

/** Answers requests: reads the body, and verifies the delivery. */
export class Reception {
  readonly #settings: Settings;
  readonly #secretsOf: SecretsOf;
  readonly #host: Host;

  /** @param secretsOf makes the function that finds secrets, whose keys are released with the object that is passed */
  constructor(settings: Settings, secretsOf: (owner: object) => SecretsOf, host: Host) {
    this.#settings = settings;
    this.#secretsOf = secretsOf(this);
    this.#host = host;
  }

  /** The same receiver in another framework. */
  at(host: Host): Reception {
    return new Reception(this.#settings, () => this.#secretsOf, host);
  }

  /** Reports that the answer was not sent: because of an error, or because other code has answered the request. */
  reportUnsent(error?: unknown): void {
    this.#settings.log.add('response_failed', error === undefined ? {} : { error });
  }

  /** Answers a request. The promise never rejects. */
  async handle(request: HostRequest, context: ReceiverContext | undefined): Promise<Answer> {
    try {
      const answer = this.#answer(request, context);
      return isPromise(answer) ? await answer : answer;
    } catch (error) {
      this.#settings.log.add('receiver_failed', { error });
      return FAILED;
    }
  }

  #answer(request: HostRequest, context: ReceiverContext | undefined): Answering {
    const { waitUntil = context?.waitUntil, maxBodyBytes, methods } = this.#settings;
    const native = request.native ?? request;
    const receivedAtMs = Date.now();
    const waitMs = this.#waitMs(context);
    const deadlineMs = elapsedMs() + waitMs;
    const receive = (body: Uint8Array | string) =>
      this.#receive({ request, native, body, receivedAtMs, deadlineMs, waitUntil });
    if (!methods.has(request.method)) return receive(EMPTY);
    const given = request.body ?? EMPTY;
    if (typeof given !== 'function') return this.#check(given, receive);
    return after<ReadBody, Answer>(readInTime(given, maxBodyBytes, waitMs), (read) =>
      isFailure(read) ? this.#refuseBody(read) : this.#check(read, receive),
    );
  }

  /** How long the request waits for the handler: less than the sender does, and less than the host lets it run. */
  #waitMs(context: ReceiverContext | undefined): number {
    const { waitMs } = this.#settings;
    const remainingMs = context?.remainingMs;
    return remainingMs === undefined ? waitMs : Math.max(0, Math.min(waitMs, remainingMs - HOST_MARGIN_MS));
  }

  /** Checks that a body is bytes or text, and not too long. */
  #check(given: unknown, receive: (body: Uint8Array | string) => Answering): Answering {
    if (isParsed(given)) return this.#refuseBody({ failed: 'consumed' });
    const body = toBody(given);
    return isLonger(body, this.#settings.maxBodyBytes) ? this.#refuseBody({ failed: 'too_large' }) : receive(body);
  }

  #refuseBody({ failed, by, error }: BodyFailure): Answer {
    const { log } = this.#settings;
    switch (failed) {
      case 'consumed':
        log.add('body_consumed', { message: remedyFor(this.#host, by) });
        return FAILED;
      case 'too_large':
        log.add('body_too_large');
        return TOO_LARGE;
      case 'timeout':
        log.add('body_timeout');
        return TIMEOUT;
      case 'failed':
        log.add('body_failed', { error });
        return BAD_REQUEST;
      default:
        log.add('aborted');
        return BAD_REQUEST;
    }
  }

  #receive(arrived: Arrived): Answering {
    const { handshake, log, methods } = this.#settings;
    const isDelivery = methods.has(arrived.request.method);
    const rest = (found: OwnSecrets | undefined): Answering => {
      if (isDelivery) return this.#verify(arrived, found);
      log.add('method_not_allowed');
      const { method, headers } = arrived.request;
      return toOtherMethod(method, methods, hasBody(headers));
    };
    if (!isDelivery && !handshake?.isReadFirst) return rest(undefined);
    return after(this.#findSecrets(arrived), (found) => {
      if (found === 'failed') return FAILED;
      return handshake?.isReadFirst ? this.#shake(arrived, found, () => rest(found)) : rest(found);
    });
  }

  /** The secrets of a request. A function must find them before the sender gives up. */
  #findSecrets({ native, deadlineMs }: Arrived): Found | Promise<Found> {
    const fail = (error: unknown): Found => {
      this.#settings.log.add('secrets_failed', { error });
      return 'failed';
    };
    try {
      const found = this.#secretsOf(native);
      if (!isPromise(found)) return found;
      const tooLate = () => {
        throw errors.functionTooSlow('secrets');
      };
      return within<Found>(found, remainingMs(deadlineMs), tooLate).then(undefined, fail);
    } catch (error) {
      return fail(error);
    }
  }

  /** Answers a handshake; `otherwise` if the request is not one. */
  #shake(arrived: Arrived, found: OwnSecrets | undefined, otherwise: () => Answering): Answering {
    const reject = (rejected: Rejected) => this.#reject(rejected, arrived, found);
    const refuse = () => this.#refuseWithoutSecret(arrived);
    return after(answerHandshake(this.#settings, found, arrived, reject, refuse), (answer) => answer ?? otherwise());
  }

  #verify(arrived: Arrived, found: OwnSecrets | undefined): Answering {
    const { handshake, scheme, log } = this.#settings;
    const { request, body, receivedAtMs } = arrived;
    if (found === undefined) {
      const refuse = () => this.#refuseWithoutSecret(arrived);
      // A handshake can hand over the first secret.
      return handshake !== undefined && !handshake.isReadFirst ? this.#shake(arrived, found, refuse) : refuse();
    }
    const given: Given = {
      body,
      headers: request.headers,
      url: this.#urlOf(arrived),
      method: request.method,
      now: receivedAtMs,
    };
    const read = readParts(scheme, given);
    let verdict: Verdict;
    try {
      verdict = found.verify(read);
    } catch (error) {
      log.add(found.failure, { error });
      return FAILED;
    }
    if (verdict.ok) return accept(this.#settings, arrived, read, verdict);
    const rejected = verdict;
    const reject = () => this.#reject(rejected, arrived, found);
    return handshake !== undefined && !handshake.isReadFirst ? this.#shake(arrived, found, reject) : reject();
  }

  /** The URL that the sender called. */
  #urlOf({ request, native }: Arrived): unknown {
    return this.#settings.urlOf(request, native);
  }

  /** Rejects a delivery or a handshake. */
  #reject(rejected: Rejected, arrived: Arrived, found: OwnSecrets | undefined): Answer {
    const { log, budget } = this.#settings;
    const { code, message } = rejected;
    const isExplained = found !== undefined && budget?.take(arrived.receivedAtMs);
    const cause = isExplained
      ? bestCause(this.#settings, arrived, found, String(this.#urlOf(arrived)), this.#host.framework)
      : undefined;
    log.add('rejected', { message, rejection: code, ...(cause === undefined ? {} : { cause }) });
    return this.#refuse({ code, message }, arrived.native);
  }

  #refuseWithoutSecret({ native }: Arrived): Answer {
    this.#settings.log.add('no_secret');
    return this.#refuse({ code: 'no_secret', message: 'there is no secret for the request' }, native);
  }

  #refuse(rejection: Rejection, native: unknown): Answer {
    const { log, onRejected } = this.#settings;
    const failed = (error: unknown) => log.add('hook_failed', { error });
    try {
      const result = onRejected?.(rejection, native);
      if (isPromise(result)) result.then(undefined, failed);
    } catch (error) {
      failed(error);
    }
    return UNAUTHORIZED;
  }
}

/** Reads a body for as long as the sender waits: an upload must not hold memory for ever. */
function readInTime(read: HostBodyReader, limit: number, waitMs: number): ReadBody | Promise<ReadBody> {
  const reading: Reading = { stop: undefined };
  const body = read(limit, reading);
  if (!isPromise(body)) return body;
  return within(body, waitMs, () => {
    reading.stop?.();
    return { failed: 'timeout' };
  });
}

/** Whether a request announces a body. */
function hasBody(headers: unknown): boolean {
  const fields = toFields(headers, FRAMING);
  return fields.some((value, index) => index % 2 === 1 && value.trim() !== '0');
}

function isFailure(read: ReadBody): read is BodyFailure {
  return typeof read === 'object' && !ArrayBuffer.isView(read) && 'failed' in read;
}

/** Whether a body is neither text nor bytes, of any realm. */
function isParsed(body: unknown): boolean {
  if (typeof body === 'string' || ArrayBuffer.isView(body)) return false;
  return !/^\[object (Shared)?ArrayBuffer\]$/.test(Object.prototype.toString.call(body));
}

/** Whether a body has more bytes than the limit. */
function isLonger(body: Uint8Array | string, limit: number): boolean {
  if (body.length > limit) return true;
  // Each UTF-16 code unit takes at most three bytes.
  return typeof body === 'string' && body.length * 3 > limit && new TextEncoder().encode(body).length > limit;
}
