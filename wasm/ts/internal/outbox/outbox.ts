import type { NewOutboxDelivery, Outbox, OutboxListing, OutboxReplay, OutboxSelection } from '../../types/outbox.js';
import type { DeliverySelection, DeliveryState, NewEvent, OutboxDatabase } from '../../types/outbox-database.js';
import { emptyId, idIsNotText, idIsNotUnicode, missingId } from '../errors.js';
import { checkFields } from '../fields.js';
import { toMs } from '../instant.js';
import { checkText, optionNames, readOptions } from '../options.js';
import { toSentBytes } from '../sent-body.js';
import { notDays } from '../sql/errors.js';
import { isWellFormed } from '../text.js';
import * as errors from './errors.js';

const DELIVERY = optionNames<NewOutboxDelivery>({ event: true, subscriptions: true, due: true });
const EVENT = optionNames<NewOutboxDelivery['event']>({ id: true, body: true, contentType: true });
const SELECTION = optionNames<OutboxSelection>({
  id: true,
  event: true,
  subscription: true,
  since: true,
  until: true,
  state: true,
});
const LISTING = optionNames<OutboxListing>({
  id: true,
  event: true,
  subscription: true,
  since: true,
  until: true,
  state: true,
  limit: true,
});
const RETENTION = optionNames<{ readonly days: number }>({ days: true });

const ENDED: readonly DeliveryState[] = ['delivered', 'dead'];
const STATES: readonly DeliveryState[] = ['pending', 'sending', 'waiting', 'handed_over', ...ENDED];
const DEFAULT_LIMIT = 100;
const MOST = 10_000;
const DAY_MS = 86_400_000;
const LONGEST_DAYS = 36_500;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Creates an outbox from what a dialect of SQL does. All mistakes in options are found here. */
export function makeOutbox<Tx>(database: OutboxDatabase): Outbox<Tx> {
  return Object.freeze({
    database,
    migrations: database.migrations,
    migrate: () => database.migrate(),
    async enqueue(tx: Tx, given: NewOutboxDelivery) {
      const event = toEvent(given);
      if (event.subscriptions.length === 0) return [];
      const added = await database.enqueue(tx, event);
      if (added === undefined) throw errors.eventDiffers();
      return added;
    },
    async replay(given: OutboxReplay) {
      const options = readOptions('replay', given, SELECTION);
      if (SELECTION.every((name) => options[name] === undefined)) throw errors.nothingSelected();
      return await database.replay(toSelection(options, ENDED));
    },
    async list(given: OutboxListing = {}) {
      const options = readOptions('list', given, LISTING);
      const { limit = DEFAULT_LIMIT } = options;
      if (!(Number.isInteger(limit) && limit >= 1 && limit <= MOST)) throw errors.notALimit('limit', MOST);
      return await database.list({ ...toSelection(options, STATES), limit });
    },
    backlog: () => database.backlog(),
    async prune(given: { readonly days: number }) {
      const { days } = readOptions('prune', given, RETENTION);
      if (typeof days !== 'number' || !(days >= 0 && days <= LONGEST_DAYS)) throw notDays();
      return await database.prune(days * DAY_MS);
    },
  });
}

/** Checks an event and its subscriptions. */
export function toEvent(given: NewOutboxDelivery): NewEvent {
  const { event: passed, subscriptions, due } = readOptions('enqueue', given, DELIVERY);
  if (typeof passed !== 'object' || passed === null) throw errors.notAnEvent(passed);
  const { id, body, contentType = 'application/json' } = readOptions('event', passed, EVENT);
  checkText('contentType', contentType);
  checkFields('`contentType`', [['Content-Type', contentType]]);
  if (!Array.isArray(subscriptions)) throw errors.notSubscriptions(subscriptions);
  return {
    id: toId('event.id', id),
    body: toSentBytes(body),
    contentType,
    subscriptions: [...new Set(subscriptions.map((each: unknown, index) => toId(`subscriptions[${index}]`, each)))],
    dueMs: due === undefined ? null : toInstant('due', due),
  };
}

function toId(name: string, id: unknown): string {
  if (id === undefined || id === null) throw missingId(name, id);
  if (typeof id !== 'string') throw idIsNotText(name, id);
  if (id === '') throw emptyId(name);
  if (!isWellFormed(id)) throw idIsNotUnicode(name);
  if (id.includes('\0')) throw errors.idWithNul(name);
  return id;
}

function toSelection(options: OutboxSelection, states: readonly DeliveryState[]): DeliverySelection {
  const { id, event, subscription, since, until, state } = options;
  if (id !== undefined && !(typeof id === 'string' && UUID.test(id))) throw errors.notADeliveryId();
  if (state !== undefined && !states.includes(state)) throw errors.notAState(states);
  return {
    id: id?.toLowerCase(),
    event: event === undefined ? undefined : toId('event', event),
    subscription: subscription === undefined ? undefined : toId('subscription', subscription),
    sinceMs: since === undefined ? undefined : toInstant('since', since),
    untilMs: until === undefined ? undefined : toInstant('until', until),
    state,
  };
}

/** Databases do not store all instants of JavaScript, and nothing was added before the epoch. */
function toInstant(name: string, instant: unknown): number {
  return Math.max(0, toMs(name, instant));
}
