import type { DueAttempt, ServiceResponse } from '../generated/core.js';
import { DEFAULT_TIMEOUT_MS } from '../generated/limits.js';
import type { Emitted } from '../generated/service.js';
import type { ProviderService } from '../hookwright.js';
import type { Address, Attempt, Emission, Service } from '../types/service.js';
import type { ApiRequest, Listener } from './api-request.js';
import { readUpTo } from './content.js';
import * as errors from './errors.js';
import { listen } from './host.js';
import { addMs } from './instant.js';
import { checkText, optionNames, readOptions } from './options.js';
import { AbortGroup, send } from './send.js';
import { isTooLong } from './trap.js';

const EMISSION = optionNames<Emission>({ type: true, data: true, workspaceId: true });

/** A running service. Private members are not visible in the output of `console.log`. */
export class RunningService implements Service {
  readonly #core: ProviderService;
  readonly #timeoutMs: number | undefined;
  readonly #secret: string;
  readonly #workspaceId: string | undefined;
  readonly #closing = new AbortGroup();
  #nowMs: number;
  /** The queue of calls of `advance`. */
  #queue: Promise<unknown> = Promise.resolve();
  #listener: Promise<Listener> | undefined;
  #closed: Promise<void> | undefined;

  constructor(service: ProviderService, nowMs: number, timeoutMs: number | undefined) {
    this.#core = service;
    this.#secret = service.secret;
    this.#workspaceId = service.workspaceId;
    this.#nowMs = nowMs;
    this.#timeoutMs = timeoutMs;
  }

  get now(): number {
    return this.#nowMs;
  }

  get secret(): string {
    return this.#secret;
  }

  get workspaceId(): string | undefined {
    return this.#workspaceId;
  }

  readonly fetch = async (request: Request): Promise<Response> => {
    const { maxBody } = this.#open();
    const url = addressOf(request);
    const body = await readUpTo(request.body, maxBody);
    const headers = [...request.headers].flat();
    const apiRequest = { method: request.method, target: url.pathname + url.search, origin: url.origin, headers, body };
    const answered = this.#answer(apiRequest);
    return new Response(answered.body === '' ? null : answered.body, answered);
  };

  async listen(port = 0): Promise<Address> {
    const { maxBody } = this.#open();
    if (typeof port !== 'number' || !Number.isInteger(port) || port < 0 || port > 65_535) {
      throw errors.notAPort(port);
    }
    if (listen === undefined) {
      throw errors.cannotListen();
    }
    if (this.#listener !== undefined) {
      throw errors.listens();
    }
    this.#listener = listen(port, maxBody, (apiRequest) => this.#answer(apiRequest));
    try {
      const listener = await this.#listener;
      this.#open();
      return { url: `http://127.0.0.1:${listener.port}`, port: listener.port };
    } catch (error) {
      this.#listener = undefined;
      throw error;
    }
  }

  emit(emission: Emission): Emitted {
    const service = this.#open();
    const { type, data, workspaceId } = readOptions('emit', emission, EMISSION);
    if (typeof type !== 'string') {
      throw errors.notAnEvent(type);
    }
    checkText('workspaceId', workspaceId);
    return service.emit(type, data === undefined ? undefined : toJson(data), workspaceId, this.#nowMs);
  }

  advance(ms: number): Promise<readonly Attempt[]> {
    const advanced = this.#queue.then(() => this.#advance(ms));
    this.#queue = advanced.catch(() => {});
    return advanced;
  }

  save(): string {
    return this.#open().save(this.#nowMs);
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#closing.abort();
    const listener = await this.#listener?.catch(() => undefined);
    await listener?.close();
    await this.#queue;
    this.#core.free();
  }

  /** The service in the core. Throws if it is closed. */
  #open(): ProviderService {
    if (this.#closing.aborted) throw errors.closed();
    return this.#core;
  }

  #answer({ method, target, origin, headers, body }: ApiRequest): ServiceResponse {
    return this.#open().handle(method, target, origin, headers, body, this.#nowMs);
  }

  async #advance(ms: number): Promise<Attempt[]> {
    const untilMs = addMs(this.#nowMs, ms);
    const attempts: Attempt[] = [];
    this.#open().openRun();
    try {
      for (;;) {
        const service = this.#open();
        const dueMs = service.nextDueMs() ?? Infinity;
        if (dueMs > untilMs) break;
        this.#nowMs = Math.max(this.#nowMs, dueMs);
        const due = service.takeDue(this.#nowMs);
        const made = await Promise.all(due.map((each) => this.#attempt(each, this.#nowMs)));
        // Added one by one, because the number of arguments of a call is limited.
        for (const attempt of made) attempts.push(attempt);
      }
    } finally {
      // The memory is not released before this call has ended.
      this.#core.closeRun();
    }
    this.#nowMs = untilMs;
    return attempts;
  }

  async #attempt(due: DueAttempt, atMs: number): Promise<Attempt> {
    const timeoutMs = this.#timeoutMs ?? due.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    const { headers, code: _, ...outcome } = await send(due, timeoutMs, this.#closing);
    const { deliveryId, eventId, subscriptionId, number, url } = due;
    this.#open().settle(deliveryId, outcome.status, outcome.error, [...(headers ?? [])].flat(), atMs);
    return { deliveryId, eventId, subscriptionId, number, atMs, url, ...outcome };
  }
}

/** Checks a request and returns its URL. */
function addressOf(request: Request): URL {
  const { method, url, headers, body } = (request ?? {}) as Partial<Request>;
  if (typeof method !== 'string' || typeof url !== 'string' || headers?.[Symbol.iterator] === undefined) {
    throw errors.notARequest(request);
  }
  if (request.bodyUsed || body?.locked) {
    throw errors.requestIsRead();
  }
  try {
    return new URL(url);
  } catch {
    throw errors.requestUrl();
  }
}

/** Converts a payload to JSON. */
function toJson(data: unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(data);
  } catch (error) {
    if (isTooLong(error)) throw errors.textTooLarge();
    throw errors.payloadIsNotJson();
  }
  if (text?.startsWith('{')) return text;
  throw errors.notAPayload(data);
}
