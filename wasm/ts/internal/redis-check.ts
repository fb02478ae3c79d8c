import type { RedisProblem } from '../types/bullmq.js';
import { clientOf, infoOf, settingOf } from './redis.js';

/** What Redis stores, in messages. */
export interface Stored {
  readonly what: string;
  /** Where the settings are described. */
  readonly help: string;
}

export const DELIVERIES: Stored = {
  what: 'deliveries',
  help: 'see "Redis" in the documentation of hookwright/bullmq',
};
export const CLAIMS: Stored = { what: 'claims', help: 'see `checkRedis` of hookwright/redis' };

/** Returns the settings of Redis that endanger what it stores, as far as they can be read. */
export async function problemsOf(given: unknown, stored: Stored): Promise<RedisProblem[]> {
  const client = await clientOf(given);
  if (client === undefined) return [unknown('persistence'), unknown('eviction')];
  const info = await infoOf(client);
  const problems: RedisProblem[] = [];
  const writesLog = yes(info?.get('aof_enabled')) ?? yes(await settingOf(client, 'appendonly'));
  if (writesLog === undefined) problems.push(unknown('persistence'));
  else if (!writesLog)
    problems.push(notDurable(stored, '`appendonly` is `no`', 'set `appendonly yes` and `appendfsync everysec`'));
  else if ((await settingOf(client, 'appendfsync')) === 'no') {
    problems.push(notDurable(stored, '`appendfsync` is `no`', 'set it to `everysec` or `always`'));
  }
  const policy = info?.get('maxmemory_policy') ?? (await settingOf(client, 'maxmemory-policy'));
  if (policy === undefined) problems.push(unknown('eviction'));
  else if (policy !== 'noeviction') {
    const message = `\`maxmemory-policy\` is not \`noeviction\`: Redis drops ${stored.what} when its memory is full; ${stored.help}`;
    problems.push({ code: 'redis_evicts', message });
  }
  return problems;
}

function yes(value: string | undefined): boolean | undefined {
  return value === undefined ? undefined : value === '1' || value === 'yes';
}

function notDurable(stored: Stored, what: string, remedy: string): RedisProblem {
  const message = `${what}: ${stored.what} that Redis has acknowledged are lost if it ends; ${remedy}; ${stored.help}`;
  return { code: 'redis_not_durable', message };
}

function unknown(what: 'persistence' | 'eviction'): RedisProblem {
  const setting = what === 'persistence' ? '`appendonly` is `yes`' : '`maxmemory-policy` is `noeviction`';
  const message = `Redis did not answer INFO or CONFIG GET, so its ${what} could not be checked; make sure that ${setting}`;
  return { code: 'redis_unknown', message };
}

/**
 * Checks the Redis server of a queue, and reports its problems. Does nothing if the queue has no Redis client. Never
 * rejects.
 */
export async function warnOf(queue: unknown, warn: (problem: RedisProblem) => void): Promise<void> {
  const client = await clientOf(queue);
  if (client === undefined) return;
  for (const problem of await problemsOf(client, DELIVERIES)) warn(problem);
}

/** Emits a process warning, if the runtime has them. */
export function warnProcess({ code, message }: RedisProblem): void {
  const { process } = globalThis as { process?: { emitWarning?: (message: string, options: object) => void } };
  process?.emitWarning?.(message, { type: 'HookwrightWarning', code });
}
