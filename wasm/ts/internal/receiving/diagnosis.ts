import type { FrameworkId } from '../../generated/ids.js';
import type { LogEntry } from '../../types/receiver-log.js';
import { explainBy } from '../explaining.js';
import type { Arrived } from './arrived.js';
import type { OwnSecrets } from './secrets-of.js';
import type { Settings } from './settings.js';

/**
 * Returns the most likely cause of a rejection, without the evidence, which can contain parts of the request. Undefined if
 * there is none.
 */
export function bestCause(
  { scheme, limits, log }: Settings,
  { request, body, receivedAtMs }: Arrived,
  found: OwnSecrets,
  url: string,
  framework: FrameworkId | undefined,
): LogEntry['cause'] {
  const { headers, method } = request;
  try {
    const given = { body, headers, url, method, now: receivedAtMs, framework };
    const [best] = explainBy(scheme, found.flat(), limits, given).causes;
    return best === undefined ? undefined : { code: best.code, certainty: best.certainty, remedy: best.remedy };
  } catch (error) {
    log.add('receiver_failed', { error });
    return undefined;
  }
}
