import type { Rejected } from '../../generated/verdict.js';
import type { Answer } from '../../types/receiver.js';
import { answerBy } from '../answering.js';
import * as errors from '../errors.js';
import { FAILED } from './answers.js';
import type { Arrived } from './arrived.js';
import { remainingMs } from './clock.js';
import type { OwnSecrets } from './secrets-of.js';
import type { HandshakeTerms, Settings } from './settings.js';
import { within } from './within.js';

/**
 * Answers a handshake. Null if the request is not one.
 *
 * @param refuse answers a handshake that cannot be answered without a secret
 */
export function answerHandshake(
  settings: Settings,
  secrets: OwnSecrets | undefined,
  { request, body, receivedAtMs, deadlineMs }: Arrived,
  reject: (rejected: Rejected) => Answer,
  refuse: () => Answer,
): Answer | null | Promise<Answer> {
  const { handshake, scheme, log } = settings;
  if (handshake === undefined) return null;
  const { headers, url, method } = request;
  const given = { headers, url, method, body };
  let found: ReturnType<typeof answerBy>;
  try {
    found = answerBy(scheme, secrets?.flat() ?? [], handshake, given, handshake.settingUp(), receivedAtMs);
  } catch (error) {
    // The answer depends on the secret.
    if (secrets === undefined && (error as { readonly code?: unknown }).code === 'missing_secret') return refuse();
    throw error;
  }
  if (found === null) return null;
  if (!found.ok) return reject(found);
  const answer = { status: found.status, headers: found.headers, body: found.body ?? '' };
  const answered = () => {
    log.add('handshake_answered');
    return answer;
  };
  if (found.secret === undefined) return answered();
  const tooLate = () => {
    throw errors.functionTooSlow('handshake.onSecret');
  };
  return within(storeSecret(handshake, found.secret), remainingMs(deadlineMs), tooLate).then(answered, (error) => {
    log.add('receiver_failed', { error });
    return FAILED;
  });
}

/** Stores the secret that a handshake hands over. */
async function storeSecret({ onSecret }: HandshakeTerms, secret: string): Promise<void> {
  await onSecret?.(secret);
}
