/** How long Redis is waited for where its answer is only wanted, and not needed. */
const PATIENCE_MS = 1_000;

/** What is used of a client of Redis, of whichever library. */
export interface Client {
  info?(): PromiseLike<unknown>;
  time?(): PromiseLike<unknown>;
  config?(subcommand: string, parameter: string): PromiseLike<unknown>;
}

/** A client, out of what may be one, or a queue or worker of BullMQ, which has one. Undefined where there is none. */
export async function clientOf(given: unknown): Promise<Client | undefined> {
  return await wanted(async () => {
    const holder = (await given) as Holder | null | undefined;
    if (typeof holder !== 'object' || holder === null) return undefined;
    if (typeof holder.info === 'function' || typeof holder.time === 'function') return holder;
    // BullMQ 5 has the client at the queue, BullMQ 6 at what the queue is stored in.
    const client = (await (holder.client ?? holder.backend?.client)) as Client | undefined;
    return typeof client === 'object' && client !== null ? client : undefined;
  });
}

interface Holder extends Client {
  readonly client?: unknown;
  readonly backend?: { readonly client?: unknown } | undefined;
}

/** What Redis says of itself, by name. Undefined where it says nothing. */
export async function infoOf(client: Client): Promise<ReadonlyMap<string, string> | undefined> {
  const text = await wanted(async () => await client.info?.());
  if (typeof text !== 'string') return undefined;
  const fields = text.matchAll(/^([a-z0-9_]+):(.*?)\r?$/gm);
  return new Map(Array.from(fields, ([, name = '', value = '']) => [name, value]));
}

/** The value of a setting. Undefined where Redis does not tell. */
export async function settingOf(client: Client, name: string): Promise<string | undefined> {
  const pair = await wanted(async () => await client.config?.('GET', name));
  const value: unknown = Array.isArray(pair) ? pair[1] : (pair as Record<string, unknown> | null | undefined)?.[name];
  return typeof value === 'string' ? value : undefined;
}

/** What the clock of Redis says, in milliseconds since the epoch. Undefined where it cannot be asked. */
export async function timeOf(client: Client): Promise<number | undefined> {
  const told = await wanted(async () => await client.time?.());
  if (Array.isArray(told) && told.length === 2) {
    const ms = Number(told[0]) * 1_000 + Number(told[1]) / 1_000;
    if (Number.isFinite(ms)) return ms;
  }
  // Clients without TIME, as some of BullMQ's own are.
  const micros = Number((await infoOf(client))?.get('server_time_usec'));
  return Number.isFinite(micros) ? micros / 1_000 : undefined;
}

/** What is asked, unless that fails or takes too long: a client waits for a Redis that is away as long as it takes. */
async function wanted<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
  });
  try {
    return await Promise.race([ask(), late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
