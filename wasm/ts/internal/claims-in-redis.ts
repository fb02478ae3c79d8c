import type { Claim, ClaimRequest, ClaimStore, HeldClaim } from '../types/claims.js';
import type { IoRedisClient, NodeRedisClient, RedisClient } from '../types/redis.js';
import { SCRIPT } from './claims-script.js';
import * as errors from './errors.js';
import { keyOf, sha1 } from './redis-key.js';

/**
 * How many operations may be without an answer. Clients keep commands while they are not connected, so that their number
 * must be limited here. An operation has one command at a time.
 */
const MOST_OPERATIONS = 10_000;

/** From this number on, new claims are refused, so that the events that are being handled can be completed. */
const MOST_FOR_CLAIMS = 5_000;

type Operation = 'claim' | 'renew' | 'complete' | 'release' | 'abandon' | 'newest' | 'note';

/** The hash of the script, by which Redis finds it. */
let scriptHash: Promise<string> | undefined;

/** A store of claims in Redis. The events and their objects are separate keys, which need not be in the same slot. */
export class RedisStore implements ClaimStore {
  readonly #evaluate: Evaluate;
  readonly #prefix: string;
  readonly #timeoutMs: number;
  readonly #now: (() => number) | undefined;
  /** The number of operations without an answer. */
  #operations = 0;
  /** The last attempt to claim of each request, while its answer is unknown. */
  readonly #claims = new Map<string, Attempt>();

  /** @param now the time instead of that of Redis, for tests */
  constructor(client: RedisClient, prefix: string, timeoutMs: number, now?: () => number) {
    this.#evaluate = evaluation(client);
    this.#prefix = prefix;
    this.#timeoutMs = timeoutMs;
    this.#now = now;
  }

  async claim(request: ClaimRequest): Promise<Claim> {
    const { order } = request;
    const id = idOf(request);
    const attempt: Attempt = { isLate: false, isSent: false };
    const commands = async (): Promise<Claim> => {
      const newest = order === undefined ? '' : await this.#runOnObject('newest', order.object, request);
      // Hashing the key takes time, so this is decided when the command would be sent.
      const answer = await this.#run('claim', request, newest, () => {
        attempt.isSent = !attempt.isLate;
        return attempt.isSent;
      });
      if (!attempt.isSent) throw errors.storeTimeout(this.#timeoutMs);
      return toClaim(answer);
    };
    if (this.#operations >= MOST_FOR_CLAIMS) throw errors.storeOverloaded();
    this.#claims.set(id, attempt);
    const forget = (): void => {
      if (this.#claims.get(id) === attempt) this.#claims.delete(id);
    };
    return await this.#inTime(commands, attempt, (hasFailed) => {
      if (attempt.isSent && (attempt.isLate || hasFailed)) void this.#abandon(request, attempt).then(forget, forget);
      else forget();
    });
  }

  async renew(held: HeldClaim): Promise<boolean> {
    return await this.#inTime(async () => isYes(await this.#run('renew', held)));
  }

  async complete(held: HeldClaim): Promise<boolean> {
    return await this.#inTime(async () => {
      // First the position: if this process ends in between, the event is claimed again, and is not outdated.
      if (held.order !== undefined) await this.#runOnObject('note', held.order.object, held);
      return isYes(await this.#run('complete', held));
    });
  }

  async release(held: HeldClaim): Promise<boolean> {
    return await this.#inTime(async () => isYes(await this.#run('release', held)));
  }

  /**
   * Releases a claim whose answer came too late or not at all. Redis may have granted it, and nothing else would release
   * it before its lease ends. The command is sent after the claim has an answer or an error, so that Redis cannot execute
   * it first, and also if there are too many others. It is not sent if the request has asked again.
   */
  async #abandon(request: ClaimRequest, attempt: Attempt): Promise<void> {
    this.#operations += 1;
    try {
      await this.#run('abandon', request, '', () => this.#claims.get(idOf(request)) === attempt);
    } finally {
      this.#operations -= 1;
    }
  }

  async #run(
    operation: Operation,
    request: ClaimRequest | HeldClaim,
    newest?: string,
    isWanted?: () => boolean,
  ): Promise<string> {
    return await this.#send(operation, await keyOf(`${this.#prefix}e:`, request.key), request, newest, isWanted);
  }

  async #runOnObject(operation: Operation, object: string, request: ClaimRequest): Promise<string> {
    return await this.#send(operation, await keyOf(`${this.#prefix}o:`, object), request);
  }

  async #send(
    operation: Operation,
    key: string,
    request: ClaimRequest | HeldClaim,
    newest = '',
    isWanted = () => true,
  ): Promise<string> {
    const { token, leaseMs, keepMs, order } = request;
    const fence = 'fence' in request ? String(request.fence) : '';
    const position = order === undefined ? '' : String(order.position);
    const now = this.#now === undefined ? '' : String(this.#now());
    const given = [operation, token, fence, whole(leaseMs), whole(keepMs), position, newest, now];
    scriptHash ??= sha1(SCRIPT);
    const hash = await scriptHash;
    return isWanted() ? await this.#evaluate(hash, key, given) : '';
  }

  /**
   * Runs an operation, and rejects if it fails or takes too long. Commands that were sent cannot be taken back.
   *
   * @param ended is called when the operation has its answer, even if that is too late
   */
  async #inTime<Result>(
    commands: () => Promise<Result>,
    attempt: Pick<Attempt, 'isLate'> = { isLate: false },
    ended: (hasFailed: boolean) => void = () => {},
  ): Promise<Result> {
    if (this.#operations >= MOST_OPERATIONS) throw errors.storeOverloaded();
    this.#operations += 1;
    return await new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        attempt.isLate = true;
        reject(errors.storeTimeout(this.#timeoutMs));
      }, this.#timeoutMs);
      const end = (hasFailed: boolean): void => {
        clearTimeout(timer);
        this.#operations -= 1;
        ended(hasFailed);
      };
      commands().then(
        (result) => {
          end(false);
          resolve(result);
        },
        (error: unknown) => {
          end(true);
          reject(codeOf(error) === 'store_unavailable' ? error : errors.storeFailed(error));
        },
      );
    });
  }
}

/** A claim whose answer is awaited. */
interface Attempt {
  /** Whether the time limit has ended, so that the caller has received an error. */
  isLate: boolean;
  /** Whether the command that claims may have been sent. */
  isSent: boolean;
}

function idOf({ token, key }: ClaimRequest): string {
  return `${token} ${key}`;
}

function codeOf(error: unknown): unknown {
  return (error as { readonly code?: unknown } | null | undefined)?.code;
}

function toClaim(answer: string): Claim {
  if (answer === 'busy' || answer === 'handled' || answer === 'outdated') return { state: answer };
  if (!/^\d+$/.test(answer)) throw errors.storeAnswer();
  return { state: 'claimed', fence: Number(answer) };
}

type Evaluate = (hash: string, key: string, given: string[]) => Promise<string>;

/** Runs the script by its hash, and sends the script if Redis does not have it: after a restart or a failover. */
function evaluation(client: RedisClient): Evaluate {
  const { byHash, byText } = callsOf(client);
  return async (hash, key, given) => {
    try {
      return String(await byHash(hash, key, given));
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return String(await byText(SCRIPT, key, given));
    }
  };
}

type Call = (script: string, key: string, given: string[]) => PromiseLike<unknown>;

/** The members of a cluster of `redis` that are used. */
interface NodeRedisCluster {
  readonly masters: unknown;
  sendCommand(firstKey: string, isReadonly: boolean, command: string[]): PromiseLike<unknown>;
}

/** The calls of a client, by its library. */
function callsOf(client: RedisClient): { byHash: Call; byText: Call } {
  if (isCluster(client)) {
    // `evalSha` of version 4 does not find the key in its arguments, and asks any server.
    const call =
      (command: string): Call =>
      (script, key, given) =>
        client.sendCommand(key, false, [command, script, '1', key, ...given]);
    return { byHash: call('EVALSHA'), byText: call('EVAL') };
  }
  if (typeof (client as Partial<NodeRedisClient> | null)?.evalSha === 'function') {
    const node = client as NodeRedisClient;
    return {
      byHash: (hash, key, given) => node.evalSha(hash, { keys: [key], arguments: given }),
      byText: (text, key, given) => node.eval(text, { keys: [key], arguments: given }),
    };
  }
  if (typeof (client as Partial<IoRedisClient> | null)?.evalsha === 'function') {
    const io = client as IoRedisClient;
    return {
      byHash: (hash, key, given) => io.evalsha(hash, 1, key, ...given),
      byText: (text, key, given) => io.eval(text, 1, key, ...given),
    };
  }
  throw errors.notARedisClient(client);
}

function isCluster(client: unknown): client is NodeRedisCluster {
  const { masters, sendCommand } = (client ?? {}) as Partial<NodeRedisCluster>;
  return masters !== undefined && typeof sendCommand === 'function';
}

function whole(ms: number): string {
  return String(Math.max(1, Math.ceil(ms)));
}

function isYes(answer: string): boolean {
  if (answer !== '1' && answer !== '0') throw errors.storeAnswer();
  return answer === '1';
}
