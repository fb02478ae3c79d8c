import { REJECTIONS } from '../../generated/compact.js';
import type { Rejected } from '../../generated/verdict.js';
import { format, formatDuration } from './format.js';
import type { Refusal } from './refusal.js';
import { describePlace, type Scheme, signs, URL } from './scheme.js';

/** The names of the characters of each encoding, by its tag: see `core/src/signature/binary/tags.rs`. */
const CHARACTERS = ['hexadecimal digits', 'base64 characters', 'base64url characters', 'characters'];

/** The verdict for a rejected delivery. */
export function rejected({ code, first, second, place }: Refusal, scheme: Scheme): Rejected {
  const [, ...texts] = REJECTIONS.find(([known]) => known === code) ?? REJECTIONS[0];
  let text: string | undefined = texts[0];
  if (code === 'malformed_signature') {
    // The second text is for the right length, and the third one for an empty signature.
    if (first === 0) text = texts[2];
    else if (second === undefined || first === second) text = texts[1];
  }
  if (code === 'signature_mismatch' && signs(scheme, URL)) text = texts[1];
  const message = format(text ?? '', {
    place: describePlace(scheme, place ?? { headers: scheme.signature }),
    prefix: scheme.prefix,
    first,
    second: second ?? '',
    s: first === 1 ? '' : 's',
    characters: CHARACTERS[scheme.encoding] ?? '',
    keys: first === 1 ? 'the given secret' : `any of the ${first} given secrets`,
    duration: formatDuration(BigInt(first)),
  });
  return { ok: false, code, message } satisfies Rejected;
}
