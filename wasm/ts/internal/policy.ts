import { errors } from './errors.js';
import { quotedWord } from './spelling.js';
import { objectText } from './text.js';

/** A policy as the core takes it: an id, or JSON text. */
export function toPolicy(policy: unknown): string {
  if (typeof policy === 'string' && !policy.startsWith('{')) return policy;
  if (typeof policy !== 'object' || policy === null || Array.isArray(policy)) throw errors.notAPolicy(policy);
  let notFinite: [member: string, value: number] | undefined;
  const text = objectText(policy, (name, value) => {
    // JSON would make null of it, which is "no limit": the result of a missing setting must not retry for ever.
    if (typeof value === 'number' && !Number.isFinite(value)) notFinite ??= [quotedWord(name), value];
    return value;
  });
  if (notFinite !== undefined) throw errors.policyNumber(...notFinite);
  if (text === undefined) throw errors.policyIsNotJson();
  return text;
}
