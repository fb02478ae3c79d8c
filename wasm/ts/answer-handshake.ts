import type { HandshakeAnswer } from './generated/handshake.js';
import type { Rejected } from './generated/verdict.js';
import { toBytes } from './internal/body.js';
import { core } from './internal/instance.js';
import { toMs } from './internal/instant.js';
import { optionNames, readOptions } from './internal/options.js';
import { toRequest } from './internal/request.js';
import { toSecrets } from './internal/secrets.js';
import { toScheme } from './internal/signer.js';
import type { Body, HeadersInput, Key, Signer } from './types/input.js';

/** What {@link answerHandshake} takes. */
export type HandshakeOptions = Signer & {
  /** The secret, or several. Only handshakes that are signed, or whose answer is, need one. */
  readonly secrets?: Key | readonly Key[] | undefined;
  /** The body as it arrived; without one, an empty body. */
  readonly body?: Body | undefined;
  /** The header fields of the request. */
  readonly headers: HeadersInput;
  /** The URL that was called; path and query are enough. Needed where the sender asks by a parameter. */
  readonly url?: string | undefined;
  /** The method of the request. Needed where the sender asks by a parameter. */
  readonly method?: string | undefined;
  /** When the request arrived, by default now. */
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
 * Answers a request by which a sender finds out who is there, before it sends anything: Slack's `url_verification`, Zoom's
 * `endpoint.url_validation`, Dropbox's `?challenge=` and the like. Null: it is an ordinary delivery, for `verify`. With
 * `ok: false` it is a handshake that must not be answered, since its signature is not right, or since what it wants signed
 * could be a delivery: refuse it, as you would a delivery.
 *
 * Nothing that a caller on the network sends makes it throw.
 *
 * @throws TypeError or RangeError with a `code`, if it is called wrongly
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
  return core().answerHandshake(scheme.text, secrets, request, toBytes(body), now);
}
