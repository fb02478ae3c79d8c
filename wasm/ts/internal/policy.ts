import * as errors from './errors.js';
import { quotedWord } from './spelling.js';
import { objectText } from './text.js';

/** Converts a policy to the form that the core takes: an id, or JSON text. */
export function toPolicy(policy: unknown): string {
  if (typeof policy === 'string' && !policy.startsWith('{')) return policy;
  if (typeof policy !== 'object' || policy === null || Array.isArray(policy)) throw errors.notAPolicy(policy);
  let notFinite: [member: string, value: number] | undefined;
  const text = objectText(policy, (name, value) => {
    // JSON converts it to null, which means "no limit", so a missing setting would cause endless retries.
    if (typeof value === 'number' && !Number.isFinite(value)) notFinite ??= [quotedWord(name), value];
    return value;
  });
  if (notFinite !== undefined) throw errors.policyNumber(...notFinite);
  if (text === undefined) throw errors.policyIsNotJson();
  return text;
}
