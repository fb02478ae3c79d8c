import { failure, range, type } from '../coded-error.js';
import { describe } from '../misuse.js';

// The errors of outboxes, dispatchers and relays. Values from callers are described and never quoted.

const KINDS =
  'a client of `pg`, or a transaction of `postgres`, Prisma, Knex, Drizzle or the client of the outbox, after its `begin`';

export const notATransaction = (given: unknown) =>
  type('not_a_transaction', `enqueue takes a transaction: ${KINDS}; it is ${describe(given)}`);

export const noTransaction = () =>
  type(
    'not_a_transaction',
    `enqueue was called outside of a transaction, so that the event would be delivered even if you roll back; pass ${KINDS}`,
  );

export const eventDiffers = () =>
  type(
    'event_differs',
    'the outbox contains an event with this id and another body or content type; use one id for each event',
  );

export const notAnEvent = (given: unknown) =>
  type('invalid_options', `\`event\` must be an object with \`id\` and \`body\`, not ${describe(given)}`);

export const notSubscriptions = (given: unknown) =>
  type('invalid_options', `\`subscriptions\` must be an array of ids, not ${describe(given)}`);

export const idWithNul = (option: string) =>
  type('invalid_id', `\`${option}\` contains the character U+0000, which a database cannot store`);

export const notADeliveryId = () => type('invalid_id', '`id` must be the id of a delivery, which is a UUID');

export const notAState = (states: readonly string[]) =>
  type('invalid_options', `\`state\` must be one of ${states.map((state) => `\`${state}\``).join(', ')}`);

export const nothingSelected = () =>
  type(
    'invalid_options',
    'replay needs `id`, `event`, `subscription`, `since`, `until` or `state`, so that not everything is replayed',
  );

export const notALimit = (option: string, most: number) =>
  range('invalid_options', `\`${option}\` must be an integer from 1 to ${most}`);

export const notAnOutbox = (given: unknown) =>
  type('invalid_options', `\`outbox\` must be an outbox, such as that of \`postgresOutbox\`, not ${describe(given)}`);

export const notAQueue = (given: unknown) =>
  type('invalid_options', `\`queue\` must be a queue of BullMQ, not ${describe(given)}`);

export const notDeliveries = (given: unknown) =>
  type('invalid_options', `\`deliveries\` must be what \`bullmqDeliveries\` returned, not ${describe(given)}`);

export const queueTooSlow = () => failure('timeout', 'the queue did not answer in time');
