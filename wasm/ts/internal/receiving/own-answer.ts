import type { HandlerAnswer } from '../../types/received.js';
import type { Answer } from '../../types/receiver.js';
import * as errors from '../errors.js';
import { readOptions } from '../options.js';

/** The header fields that belong to the connection or follow from the body. */
const RESERVED = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
/** Statuses whose answers have no body. */
const WITHOUT_BODY = [204, 205];
const NAME = /^[\w!#$%&'*+.^`|~-]+$/;
/** ASCII: servers encode other characters in different ways. */
const VALUE = /^[\t\x20-\x7e]*$/;

/**
 * Checks the answer of a handler. What a server could not send is an error of the handler: when the answer is sent, the
 * event has been recorded as handled.
 */
export function toOwnAnswer(given: HandlerAnswer): Answer {
  const { status = 200, headers = {}, body = '' } = readOptions('context.answer', given, ['status', 'headers', 'body']);
  if (!Number.isInteger(status) || status < 200 || status > 299) throw errors.notASuccess();
  if (typeof body !== 'string') throw errors.notText('body', body);
  if (body !== '' && WITHOUT_BODY.includes(status)) throw errors.answerWithoutBody(status);
  if (typeof headers !== 'object' || headers === null) throw errors.notHeaderTexts();
  const own = { ...headers };
  for (const [name, value] of Object.entries(own)) {
    if (typeof value !== 'string') throw errors.notHeaderTexts();
    if (!NAME.test(name) || !VALUE.test(value)) throw errors.unsendableAnswer();
    if (RESERVED.has(name.toLowerCase())) throw errors.reservedInAnswer(name);
  }
  return Object.freeze({ status, headers: Object.freeze(own), body });
}
