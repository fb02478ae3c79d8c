import { describe, misuse } from './misuse.js';
import { quotedWord } from './spelling.js';
import { objectText } from './text.js';

/** A policy as the core takes it: an id, or JSON text. */
export function toPolicy(policy: unknown): string {
  if (typeof policy === 'string' && !policy.startsWith('{')) return policy;
  if (typeof policy !== 'object' || policy === null || Array.isArray(policy)) {
    throw misuse('unknown_policy', `\`policy\` must be an id or a policy as an object, not ${describe(policy)}`);
  }
  let notFinite: string | undefined;
  const text = objectText(policy, (name, value) => {
    // JSON would make null of it, which is "no limit": what came of a missing setting must not retry for ever.
    if (typeof value === 'number' && !Number.isFinite(value)) {
      notFinite ??= `the member${quotedWord(name)} is ${value}, which is not a valid number`;
    }
    return value;
  });
  if (notFinite !== undefined) throw misuse('invalid_policy', `${notFinite}; omit it where there is no limit`);
  if (text !== undefined) return text;
  throw misuse(
    'invalid_policy',
    '`policy` cannot be written as JSON: it has a cycle, a bigint or a getter that throws in it',
  );
}
