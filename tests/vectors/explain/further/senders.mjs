// How the senders of this corpus sign, as data, written from what each says about itself. The rows were written for the
// corpus and not taken from those of the library.

import { plain } from './senders-plain.mjs';
import { others } from './senders-standard.mjs';
import { timed } from './senders-timed.mjs';

export const senders = Object.fromEntries([...plain, ...timed, ...others].map((sender) => [sender.id, sender]));
