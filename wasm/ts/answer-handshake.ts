import type { HandshakeAnswer } from './generated/handshake.js';
import type { Rejected } from './generated/verdict.js';
import { answerBy, toEntered } from './internal/answering.js';
import * as errors from './internal/errors.js';
import { toMs } from './internal/instant.js';
import { checkText, optionNames, readOptions } from './internal/options.js';
import { toSecrets } from './internal/secrets.js';
import { toScheme } from './internal/signer.js';
import type { Body, HeadersInput, Key, SchemeSelector } from './types/input.js';

/** The options of {@link answerHandshake}. */
export type HandshakeOptions = SchemeSelector & {
  /** The secret or secrets. Only handshakes that are signed, or whose response must be signed, need one. */
  readonly secrets?: Key | readonly (Key | undefined)[] | undefined;
  /** Whether secrets that are undefined or empty are left out of a list. By default false. */
  readonly skipUnset?: boolean | undefined;
  /** The body as it arrived. By default empty. */
  readonly body?: Body | undefined;
  /** The header fields of the request. */
  readonly headers: HeadersInput;
  /** The URL of the request; path and query are enough. Required if the sender's handshake uses a query parameter. */
  readonly url?: string | undefined;
  /** The method of the request. Required if the sender's handshake depends on it. */
  readonly method?: string | undefined;
  /**
   * The token that you entered at the sender, such as Meta's verify token. Required if the sender's handshake contains
   * one. It is compared in constant time.
   */
  readonly token?: string | undefined;
  /** The URL that you entered at the sender, character for character. Only eBay's kind of handshake needs it. */
  readonly endpoint?: string | undefined;
  /**
   * Whether you are setting up a webhook at this moment. By default false. Handshakes that hand over the secret of later
   * deliveries, such as those of Asana and Notion, are answered only if it is true, because anyone can send one.
   */
  readonly settingUp?: boolean | undefined;
  /** When the request arrived. By default now. */
  readonly now?: Date | number | undefined;
};

const OPTIONS = optionNames<HandshakeOptions>({
  provider: true,
  scheme: true,
  secrets: true,
  skipUnset: true,
  body: true,
  headers: true,
  url: true,
  method: true,
  token: true,
  endpoint: true,
  settingUp: true,
  now: true,
});

/**
 * Answers a handshake: a request with which a sender checks an endpoint before it sends deliveries, such as Slack's
 * `url_verification`, Zoom's `endpoint.url_validation`, Dropbox's `?challenge=` or Meta's `?hub.challenge=`.
 *
 * Most handshakes are not signed, so anyone can send them. docs/HANDSHAKES.md says for each sender what an attacker could
 * do with the answer. If the result has a `secret`, keep it only while you set up a webhook.
 *
 * Returns null for an ordinary delivery, which is for {@link verify}. A result with `ok: false` is a handshake that
 * must not be answered, because its signature or its token is wrong, because it hands over a secret at the wrong time,
 * or because the text that it wants signed could be a delivery; reject it like a delivery.
 *
 * No request makes it throw.
 *
 * @throws TypeError or RangeError with a `code` for misuse
 * @example
 * const answer = answerHandshake({ provider: 'dropbox', headers: {}, method: 'GET', url: '/hook?challenge=abc' });
 * if (answer?.ok) respond(answer.status, answer.headers, answer.body); // 200, { 'Content-Type': 'text/plain', … }, 'abc'
 */
export function answerHandshake(options: HandshakeOptions): HandshakeAnswer | Rejected | null {
  const given = readOptions('answerHandshake', options, OPTIONS);
  const { headers, url, method, body = '', token, endpoint, settingUp = false } = given;
  const scheme = toScheme('answerHandshake', given);
  const now = given.now === undefined ? Date.now() : toMs('now', given.now);
  const secrets = given.secrets === undefined ? [] : toSecrets('secrets', given.secrets, given.skipUnset);
  checkText('endpoint', endpoint);
  if (typeof settingUp !== 'boolean') throw errors.notABoolean('settingUp', settingUp);
  const entered = toEntered(scheme, token, endpoint);
  return answerBy(scheme, secrets, entered, { headers, url, method, body }, settingUp, now);
}
