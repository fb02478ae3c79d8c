import type { Verified } from '../../generated/verdict.js';
import type { InboxDatabase, StoredVerdict } from '../../types/inbox-database.js';
import type { Answer } from '../../types/receiver.js';
import { encodeBody } from '../body.js';
import * as errors from '../errors.js';
import { toFields, toPairs } from '../headers.js';
import { announce } from '../inbox/arrivals.js';
import { storable } from '../inbox/storable.js';
import { keyOf } from '../redis-key.js';
import { OK } from './answers.js';
import type { Arrived } from './arrived.js';
import { remainingMs } from './clock.js';
import type { Settings } from './settings.js';
import { within } from './within.js';
import type { Names } from './work.js';

/** A genuine delivery that is stored. */
interface Kept {
  readonly arrived: Arrived;
  readonly names: Names;
  readonly verdict: Verified;
  readonly tenant: string | null;
  readonly key: string;
}

/** Stores a delivery for workers, and answers after the commit. */
export async function keep(settings: Settings, inbox: InboxDatabase, kept: Kept): Promise<Answer> {
  const { log, later, keepMs, endpoint, storedHeaders } = settings;
  const { arrived, names, verdict, tenant, key } = kept;
  const { request, body, receivedAtMs, deadlineMs } = arrived;
  const add = async () =>
    await inbox.add({
      key: await keyOf('', key),
      endpoint,
      tenant: storable(tenant),
      eventId: storable(names.eventId),
      eventType: storable(names.eventType),
      receivedAtMs,
      body: typeof body === 'string' ? encodeBody(body) : body,
      headers: headersOf(request.headers, storedHeaders),
      verdict: toStored(verdict),
      keepMs,
    });
  const tooLate = () => {
    throw errors.storeTooSlow();
  };
  try {
    // If it is stored after the answer, the next delivery is a repetition.
    if (await within(add(), remainingMs(deadlineMs) / 2, tooLate)) announce(inbox, endpoint);
    else log.add('duplicate', names);
    return OK;
  } catch (error) {
    log.add('store_failed', { ...names, error });
    return later;
  }
}

/** The fields with these names. Others, such as signatures and credentials, are not stored. */
function headersOf(headers: unknown, names: ReadonlySet<string>): { readonly [name: string]: string } {
  const pairs = toPairs(toFields(headers, names));
  return Object.fromEntries(pairs.map(([name, value]) => [name.trim().toLowerCase(), storable(value)]));
}

/** What a worker needs of a verdict to make the event. */
function toStored({ key, id, idSigned, timestampMs, unsigned }: Verified): StoredVerdict {
  return { key: { index: key.index, name: storable(key.name) }, id: storable(id), idSigned, timestampMs, unsigned };
}
