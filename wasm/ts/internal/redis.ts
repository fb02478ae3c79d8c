/** How long to wait for an optional response of Redis. */
export const TIMEOUT_MS = 1_000;

/** The members of a Redis client that are used. It may come from any library. */
export interface Client {
  info?(): PromiseLike<unknown>;
  time?(): PromiseLike<unknown>;
  config?(subcommand: string, parameter: string): PromiseLike<unknown>;
  /** The name of `config` in `redis`. */
  configGet?(parameter: string): PromiseLike<unknown>;
}

/**
 * Returns the Redis client: the given object, or the client of a BullMQ queue or worker. Undefined if it has none.
 */
export async function clientOf(given: unknown): Promise<Client | undefined> {
  return await optional(async () => {
    const holder = (await given) as Holder | null | undefined;
    if (typeof holder !== 'object' || holder === null) return undefined;
    if (typeof holder.info === 'function' || typeof holder.time === 'function') return holder;
    // BullMQ 5 stores the client in the queue, BullMQ 6 in the queue's backend.
    const client = (await (holder.client ?? holder.backend?.client)) as Client | undefined;
    return typeof client === 'object' && client !== null ? client : undefined;
  });
}

interface Holder extends Client {
  readonly client?: unknown;
  readonly backend?: { readonly client?: unknown } | undefined;
}

/** Returns the fields of INFO. Undefined if Redis does not return them. */
export async function infoOf(client: Client): Promise<ReadonlyMap<string, string> | undefined> {
  const text = await optional(async () => await client.info?.());
  if (typeof text !== 'string') return undefined;
  const fields = text.matchAll(/^([a-z0-9_]+):(.*?)\r?$/gm);
  return new Map(Array.from(fields, ([, name = '', value = '']) => [name, value]));
}

/** Returns the value of a setting. Undefined if Redis does not return it. */
export async function settingOf(client: Client, name: string): Promise<string | undefined> {
  const pair = await optional(async () => await (client.config?.('GET', name) ?? client.configGet?.(name)));
  const value: unknown = Array.isArray(pair) ? pair[1] : (pair as Record<string, unknown> | null | undefined)?.[name];
  return typeof value === 'string' ? value : undefined;
}

/** Returns the time of Redis's clock, in milliseconds since the epoch. Undefined if it is unavailable. */
export async function timeOf(client: Client): Promise<number | undefined> {
  const time = await optional(async () => await client.time?.());
  if (Array.isArray(time) && time.length === 2) {
    const ms = Number(time[0]) * 1_000 + Number(time[1]) / 1_000;
    if (Number.isFinite(ms)) return ms;
  }
  // For clients without TIME, such as some of BullMQ's.
  const micros = Number((await infoOf(client))?.get('server_time_usec'));
  return Number.isFinite(micros) ? micros / 1_000 : undefined;
}

/**
 * Returns the result of a request; undefined if it fails or takes too long. A client waits for an unavailable Redis
 * without limit.
 */
async function optional<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), TIMEOUT_MS);
  });
  try {
    return await Promise.race([ask(), late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
