import type { HandshakeAnswer } from '../generated/handshake.js';
import type { Rejected } from '../generated/verdict.js';
import { toBytes } from './body.js';
import * as errors from './errors.js';
import { core } from './instance.js';
import { catalog, publicKeys } from './modules.js';
import { toRequest } from './request.js';
import { type FlatSecrets, toSecrets } from './secrets.js';
import type { SchemeUse } from './signer.js';

/** What the receiver entered at the sender. */
export interface Entered {
  readonly tokens: FlatSecrets;
  readonly endpoint: string;
}

/** A request that may be a handshake. */
interface Given {
  readonly headers: unknown;
  readonly url: unknown;
  readonly method: unknown;
  readonly body: unknown;
}

/** Reads the options of a handshake. A missing one is reported whatever the request is, like a missing secret. */
export function toEntered(scheme: SchemeUse, token: unknown, endpoint: unknown): Entered {
  const { handshake } = scheme;
  if (handshake.token && token === undefined) throw errors.missingToken(scheme.id);
  if (handshake.endpoint && !endpoint) throw errors.missingEndpoint(scheme.id);
  const tokens = token === undefined ? [] : toSecrets('token', token);
  if (handshake.encrypted) core(publicKeys);
  return { tokens, endpoint: typeof endpoint === 'string' ? endpoint : '' };
}

/** Answers a handshake. Null if the request is an ordinary delivery. */
export function answerBy(
  scheme: SchemeUse,
  secrets: FlatSecrets,
  { tokens, endpoint }: Entered,
  given: Given,
  settingUp: boolean,
  now: number,
): HandshakeAnswer | Rejected | null {
  const request = toRequest('answerHandshake', scheme, scheme.handshake, given);
  const bytes = toBytes(given.body);
  return core(catalog).answerHandshake(scheme.text, secrets, request, bytes, now, tokens, endpoint, settingUp);
}
