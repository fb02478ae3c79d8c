// Verdicts of `hookwright/verify` next to those of `hookwright`.

import { senders, verify } from 'hookwright';
import * as compact from 'hookwright/verify';
import { members } from './verdicts.mjs';

/** The schemes that `hookwright/verify` has, with their compact forms: `[scheme, compact form]`. */
export const schemes = [];
/** The other schemes, as `hookwright/senders/<id>` exports them. */
export const others = [];

for (const { id, schemes: known } of senders()) {
  const module = await import(`hookwright/senders/${id}`);
  for (const scheme of known) {
    const form = module.schemes[scheme.id];
    if (form.compact === undefined) others.push(form);
    else schemes.push([scheme, form]);
  }
}

/** The result of a call, or the code and the message of its error. */
export function outcome(call) {
  try {
    return members(call());
  } catch (error) {
    return { name: error.name, code: error.code, message: error.message };
  }
}

/** The outcomes of both packages for a delivery. */
export function both([scheme, form], options) {
  return [
    outcome(() => verify({ ...options, scheme: scheme.id })),
    outcome(() => compact.verify({ ...options, scheme: form })),
  ];
}

/** A generator of numbers from 0 to below a limit, the same in each run. */
export function random(seed) {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}
