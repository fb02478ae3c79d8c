import type { HandshakeAnswer } from './generated/handshake.js';
import type { Rejected } from './generated/verdict.js';
import { toBytes } from './internal/body.js';
import { core } from './internal/instance.js';
import { toMs } from './internal/instant.js';
import { catalog } from './internal/modules.js';
import { optionNames, readOptions } from './internal/options.js';
import { toRequest } from './internal/request.js';
import { toSecrets } from './internal/secrets.js';
import { toScheme } from './internal/signer.js';
import type { Body, HeadersInput, Key, SchemeSelector } from './types/input.js';

/** The options of {@link answerHandshake}. */
export type HandshakeOptions = SchemeSelector & {
  /** The secret or secrets. Only handshakes that are signed, or whose response must be signed, need one. */
  readonly secrets?: Key | readonly Key[] | undefined;
  /** The body as it arrived. By default empty. */
  readonly body?: Body | undefined;
  /** The header fields of the request. */
  readonly headers: HeadersInput;
  /** The URL of the request; path and query are enough. Required if the sender's handshake uses a query parameter. */
  readonly url?: string | undefined;
  /** The method of the request. Required if the sender's handshake uses a query parameter. */
  readonly method?: string | undefined;
  /** When the request arrived. By default now. */
  readonly now?: Date | number | undefined;
};

const OPTIONS = optionNames<HandshakeOptions>({
  provider: true,
  scheme: true,
  secrets: true,
  body: true,
  headers: true,
  url: true,
  method: true,
  now: true,
});

/**
 * Answers a handshake: a request with which a sender checks an endpoint before it sends deliveries, such as Slack's
 * `url_verification`, Zoom's `endpoint.url_validation` or Dropbox's `?challenge=`.
 *
 * Returns null for an ordinary delivery, which is for {@link verify}. A result with `ok: false` is a handshake that
 * must not be answered, because its signature is wrong or because the text that it wants signed could be a delivery;
 * reject it like a delivery.
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
  const { headers, url, method, body = '' } = given;
  const scheme = toScheme('answerHandshake', given);
  const now = given.now === undefined ? Date.now() : toMs('now', given.now);
  const secrets = given.secrets === undefined ? [] : toSecrets('secrets', given.secrets);
  const request = toRequest('answerHandshake', scheme, scheme.handshake, { headers, url, method });
  return core(catalog).answerHandshake(scheme.text, secrets, request, toBytes(body), now);
}
