import type { ProviderId } from '../../generated/ids.js';
import type { Envelope } from '../../generated/provider.js';
import type { MatchedKey, Verified } from '../../generated/verdict.js';
import type { AnyEvent } from '../../types/event.js';
import type { OtherEvent, Receipt } from '../../types/received.js';
import { encodeBody } from '../body.js';
import { bytesOf, readText } from '../bytes.js';
import { parseBytes } from '../event-parsing.js';
import { toFields } from '../headers.js';
import { isWellFormed } from '../text.js';
import { type BatchPath, type Element, elementsOf, inElement } from './batch.js';
import type { TypeSource } from './facts.js';
import { isForm, parseForm } from './form.js';
import { at, textAt } from './members.js';

/** An event of any sender. */
export type Received = (AnyEvent & Receipt) | OtherEvent;

/** What is known about the events of a receiver. */
export interface EventShape {
  /** The provider whose envelope the events have. */
  readonly provider: ProviderId | undefined;
  readonly envelope: Envelope | undefined;
  readonly type: TypeSource | undefined;
  readonly isTypeSigned: boolean;
  /** Whether the body of each event is JSON. */
  readonly isJson: boolean;
  /** The way to the events, if a delivery can contain several. */
  readonly batch: BatchPath | undefined;
  /** The place of the id in the body. */
  readonly idPath: readonly string[] | undefined;
}

/** The body and the headers of a genuine delivery. */
export interface Genuine {
  readonly body: Uint8Array | string;
  readonly headers: unknown;
  readonly verdict: Verified;
  readonly receivedAtMs: number;
}

/** Nothing that JSON can represent. */
const NOT_JSON = Symbol('not JSON');
const EVERYTHING: readonly string[] = [];

/** An event whose data has not been read yet. */
export interface ReadEvent {
  readonly type: string | null;
  readonly id: string | null;
  /** Whether the body should be JSON and is not. */
  readonly isMalformed: boolean;
  /** Creates the event for a handler. */
  make(): Received;
}

/** Reads the types and the ids of the events of a delivery. The rest is read when a handler accesses it. */
export function readEvents(shape: EventShape, genuine: Genuine): readonly [ReadEvent, ...ReadEvent[]] {
  return shape.batch === undefined ? [readEvent(shape, genuine)] : readBatch(shape, shape.batch, genuine);
}

function readBatch(shape: EventShape, batch: BatchPath, genuine: Genuine): readonly [ReadEvent, ...ReadEvent[]] {
  const json = parseOrForm(textOf(genuine.body), genuine.headers);
  const found = json === NOT_JSON ? [] : elementsOf(json, batch);
  // All events share the bytes: a delivery can have thousands of them.
  const shared = { ...genuine, body: toBytesOf(genuine.body) };
  // If the signature covers the first element only, a delivery with more elements has been rejected.
  const [first, ...others] = found.map((element, index) =>
    ofElement(shape, shared, json, element, index, found.length),
  );
  if (first !== undefined) return [first, ...others];
  return [{ ...other(shape, genuine, null, json), isMalformed: json === NOT_JSON && shape.isJson }];
}

function ofElement(
  shape: EventShape,
  { body, verdict, receivedAtMs }: Genuine & { readonly body: Uint8Array },
  whole: unknown,
  element: Element,
  index: number,
  count: number,
): ReadEvent {
  const { data } = element;
  const type = textAt(element.type);
  // An id in a header is that of the delivery.
  const own = shape.idPath === undefined ? undefined : inElement(element, shape.idPath);
  const id = shape.idPath === undefined ? (verdict.id ?? null) : textAt(own);
  const unsigned = unsignedIn(shape, verdict, id);
  return {
    type,
    id,
    isMalformed: false,
    make: () => ({
      type,
      id,
      data,
      index,
      count,
      whole,
      receivedAtMs,
      body,
      key: verdict.key,
      unsigned,
    }),
  };
}

function readEvent(shape: EventShape, genuine: Genuine): ReadEvent {
  const { verdict } = genuine;
  const { type } = shape;
  if (type?.headers !== undefined) {
    const [, value = null] = toFields(genuine.headers, type.headers);
    return other(shape, genuine, value, undefined);
  }
  if (type === undefined && shape.envelope === undefined) return other(shape, genuine, null, undefined);
  const text = textOf(genuine.body);
  if (shape.envelope !== undefined && shape.provider !== undefined) {
    return ofProvider(shape, shape.envelope, shape.provider, genuine, parse(text), text);
  }
  const json = parseOrForm(text, genuine.headers);
  const found = type?.path === undefined ? undefined : at(json, type.path);
  const event = other(shape, genuine, textAt(found), json);
  return json === NOT_JSON && verdict.ok ? { ...event, isMalformed: shape.isJson } : event;
}

function other(shape: EventShape, genuine: Genuine, type: string | null, json: unknown): ReadEvent {
  const { body, headers, verdict, receivedAtMs } = genuine;
  const id = verdict.id ?? null;
  return {
    type,
    id,
    isMalformed: false,
    make() {
      const parsed = json ?? parseOrForm(textOf(body), headers);
      const data = parsed === NOT_JSON ? undefined : parsed;
      const unsigned = unsignedIn(shape, verdict, id);
      return {
        type,
        id,
        data,
        index: 0,
        count: 1,
        whole: data,
        receivedAtMs,
        body: toBytesOf(body),
        key: verdict.key,
        unsigned,
      };
    },
  };
}

/** An event of a provider: what `parseEvent` returns, and the receipt. What few handlers use is parsed when it is read. */
class ProviderEvent implements AnyEvent, Receipt {
  readonly provider: ProviderId;
  readonly type: string | null;
  readonly id: string | null;
  readonly data: unknown;
  readonly receivedAtMs: number;
  readonly body: Uint8Array;
  readonly key: MatchedKey;
  readonly unsigned: readonly string[];
  readonly #parsed: () => AnyEvent;

  constructor(
    provider: ProviderId,
    { type, id, data }: Pick<ProviderEvent, 'type' | 'id' | 'data'>,
    { verdict, receivedAtMs, body }: Genuine,
    unsigned: readonly string[],
    parsed: () => AnyEvent,
  ) {
    this.provider = provider;
    this.type = type;
    this.id = id;
    this.data = data;
    this.receivedAtMs = receivedAtMs;
    this.body = toBytesOf(body);
    this.key = verdict.key;
    this.unsigned = unsigned;
    this.#parsed = parsed;
  }

  get occurredAtMs() {
    return this.#parsed().occurredAtMs;
  }

  get dataText() {
    return this.#parsed().dataText;
  }

  get exactNumbers() {
    return this.#parsed().exactNumbers;
  }

  get problems() {
    return this.#parsed().problems;
  }
}

function ofProvider(
  shape: EventShape,
  envelope: Envelope,
  provider: ProviderId,
  genuine: Genuine,
  json: unknown,
  text: string,
): ReadEvent {
  let whole: AnyEvent | undefined;
  const parsed = () => {
    whole ??= parseBytes(toBytesOf(genuine.body), provider);
    return whole;
  };
  // The replacement character is in the body, or replaces bytes that are not UTF-8.
  const isQuick = isUsual(json, envelope) && !text.includes('\uFFFD');
  const { type, id: own, data } = isQuick ? membersOf(json, envelope) : parsed();
  // The id of a header is that of the delivery, and is the same at each attempt.
  const id = genuine.verdict.id ?? own;
  const members = { type: type === null ? null : String(type), id: own, data };
  return {
    type: members.type,
    id,
    isMalformed: json === NOT_JSON,
    make: () => new ProviderEvent(provider, members, genuine, unsignedIn(shape, genuine.verdict, id), parsed),
  };
}

/** The members of a usual body. */
function membersOf(json: Record<string, unknown>, { kind, id, data }: Envelope) {
  return {
    type: String(json[kind]),
    id: id === null ? null : String(json[id]),
    data: data === null ? json : json[data],
  };
}

/** Whether a body has the members of an envelope, with their usual types. `parseEvent` reads all others. */
function isUsual(json: unknown, { kind, id, data }: Envelope): json is Record<string, unknown> {
  if (!isObject(json) || !isText(json[kind]) || (id !== null && !isText(json[id]))) return false;
  return data === null || isObject(json[data]);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && isWellFormed(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unsignedIn({ isTypeSigned }: EventShape, verdict: Verified, id: string | null): readonly string[] {
  const isIdUnsigned = id !== null && verdict.idSigned === false;
  if (isTypeSigned && !isIdUnsigned) return verdict.unsigned ?? EVERYTHING;
  return [...(verdict.unsigned ?? []), ...(isTypeSigned ? [] : ['type']), ...(isIdUnsigned ? ['id'] : [])];
}

function toBytesOf(body: Uint8Array | string): Uint8Array {
  return typeof body === 'string' ? encodeBody(body) : body;
}

function textOf(body: Uint8Array | string): string {
  if (typeof body === 'string') return body;
  return readText(bytesOf(body.buffer, body.byteOffset, body.length), body.length);
}

/** The JSON or the form in a body. Some senders write JSON and say that it is a form. */
function parseOrForm(text: string, headers: unknown): unknown {
  const json = parse(text);
  return json === NOT_JSON && isForm(headers) ? parseForm(text) : json;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return NOT_JSON;
  }
}
