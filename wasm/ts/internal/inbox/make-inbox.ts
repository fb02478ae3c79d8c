import type { Inbox, ListOptions, ReplayOptions } from '../../types/inbox.js';
import type { InboxDatabase, ItemSelection, ItemState, ReplaySelection } from '../../types/inbox-database.js';
import { toMs } from '../instant.js';
import { checkText, optionNames, readOptions } from '../options.js';
import { checkCount, checkOneOf } from '../receiving/checks.js';
import { emptySelection, notDays } from '../sql/errors.js';
import { storable } from './storable.js';
import { Transactions } from './transactions.js';

const REPLAY = optionNames<ReplayOptions>({ name: true, id: true, type: true, state: true, since: true, until: true });
const LIST = optionNames<ListOptions>({
  name: true,
  id: true,
  type: true,
  state: true,
  since: true,
  until: true,
  limit: true,
});
const BACKLOG = optionNames<{ name?: string | undefined }>({ name: true });
const PRUNE = optionNames<{ days: number }>({ days: true });

const REPLAYED: readonly ItemState[] = ['dead', 'handled', 'queued'];
const LISTED: readonly ItemState[] = [...REPLAYED, 'working'];
const DEFAULT_LIMIT = 100;
const DAY_MS = 86_400_000;
const LONGEST_DAYS = 36_500;

/** Creates an inbox from what a dialect of SQL does. All mistakes in options are found here. */
export function makeInbox<Tx>(database: InboxDatabase<Tx>): Inbox<Tx> {
  return Object.freeze({
    transactions: new Transactions(database),
    migrations: database.migrations,
    database,
    migrate: () => database.migrate(),
    async replay(given: ReplayOptions) {
      const options = readOptions('replay', given, REPLAY);
      const { id, type, state, since, until } = options;
      if ([id, type, state, since, until].every((each) => each === undefined)) throw emptySelection();
      return await database.replay(toSelection(options, REPLAYED) as ReplaySelection);
    },
    async list(given: ListOptions = {}) {
      const options = readOptions('list', given, LIST);
      const limit = checkCount('limit', options.limit) ?? DEFAULT_LIMIT;
      return await database.list({ ...toSelection(options, LISTED), limit });
    },
    async backlog(given: { readonly name?: string | undefined } = {}) {
      const { name } = readOptions('backlog', given, BACKLOG);
      checkText('name', name);
      return await database.backlog(name);
    },
    async prune(given: { readonly days: number }) {
      const { days } = readOptions('prune', given, PRUNE);
      if (typeof days !== 'number' || !(days >= 0 && days <= LONGEST_DAYS)) throw notDays();
      return await database.prune(days * DAY_MS);
    },
  });
}

function toSelection(
  { name, id, type, state, since, until }: ListOptions,
  states: readonly ItemState[],
): ItemSelection {
  checkText('name', name);
  checkText('id', id);
  checkText('type', type);
  return {
    name,
    id: storable(id),
    type: storable(type),
    state: checkOneOf('state', state, states),
    // Databases do not store all instants of JavaScript, and nothing arrived before the epoch.
    sinceMs: since === undefined ? undefined : Math.max(0, toMs('since', since)),
    untilMs: until === undefined ? undefined : Math.max(0, toMs('until', until)),
  };
}
