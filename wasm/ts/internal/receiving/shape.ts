import type { Provider } from '../../generated/provider.js';
import type { EventOrder } from '../../types/claims.js';
import * as errors from '../errors.js';
import { core } from '../instance.js';
import { catalog } from '../modules.js';
import { checkOptions, readOwn } from '../options.js';
import type { SchemeUse } from '../signer.js';
import { toBatchPath } from './batch.js';
import { checkFunction } from './checks.js';
import type { EventShape, Received } from './event.js';
import { type Facts, toTypeSource } from './facts.js';

/** The id of the sender, or of a custom scheme. */
export function senderOf(scheme: SchemeUse, isCustom: boolean): string {
  return isCustom ? scheme.id : (scheme.id.split('/')[0] ?? scheme.id);
}

/** The provider with this id, if its envelope is known. */
export function providerOf(sender: string): Provider | undefined {
  return core(catalog)
    .providers()
    .find(({ id }) => id === sender);
}

/**
 * What is known about the events of a scheme.
 *
 * @param given the option `event`, as it was passed
 */
export function toShape(given: unknown, scheme: SchemeUse, facts: Facts, provider: Provider | undefined): EventShape {
  const event = given === undefined ? undefined : readPlace(given);
  const type = event ?? facts.type;
  const place = event === undefined ? facts : { isTypeSigned: event.headers === undefined };
  const isInBody = type?.headers === undefined;
  return {
    provider: provider?.id,
    envelope: provider?.envelope,
    type,
    // A member is signed if the whole body is.
    isTypeSigned: isInBody ? scheme.unsigned.length === 0 : place.isTypeSigned,
    isJson: isInBody && type !== undefined,
    batch: type?.path === undefined ? undefined : toBatchPath(type.path),
    idPath: scheme.bodyId?.path,
  };
}

function readPlace(event: unknown) {
  checkOptions('event', event as object, ['type']);
  const { type } = readOwn(event as { type?: unknown }, ['type']);
  checkOptions('event.type', type as object, ['header', 'member']);
  const { header, member } = readOwn(type as { header?: unknown; member?: unknown }, ['header', 'member']);
  if ((header === undefined) === (member === undefined)) throw errors.headerOrMember();
  if (header !== undefined) {
    if (typeof header !== 'string' || header === '') throw errors.notText('event.type.header', header);
    return toTypeSource({ header });
  }
  if (typeof member !== 'string' || !member.startsWith('/')) throw errors.notAPointer('event.type.member');
  return toTypeSource({ member });
}

/** Whether the types of events are known. */
export function hasType({ type, envelope }: EventShape): boolean {
  return type !== undefined || envelope !== undefined;
}

/** Whether the id of a delivery is that of its first element. */
export function isIdOfElement({ batch, idPath }: EventShape): boolean {
  return batch !== undefined && idPath?.includes('0') === true;
}

/** The place of an event in the history of an object. */
export type OrderBy = (event: Received) => EventOrder | undefined;

/** Checks the option `orderBy`. */
export function toOrderBy(given: unknown, { batch }: EventShape, sender: string): OrderBy | undefined {
  if (given !== undefined && batch !== undefined) throw errors.orderOfBatch(sender);
  return checkFunction('orderBy', given);
}

/**
 * The place of an event, whose object gets the start of the keys of the endpoint.
 *
 * @throws TypeError if the function has returned something else than a place
 */
export function orderOf(order: EventOrder | undefined, space: string): EventOrder | undefined {
  if (order === undefined) return undefined;
  const { object, position } = order;
  if (typeof object !== 'string' || typeof position !== 'number' || Number.isNaN(position)) {
    throw new TypeError('`orderBy` must return { object, position }, a string and a number');
  }
  return { object: `${space}:${object}`, position };
}
