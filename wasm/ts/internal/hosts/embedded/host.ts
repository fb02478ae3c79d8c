import * as receiveText from '../../../base64/hookwright.mjs';
import * as serviceText from '../../../base64/hookwright_service.mjs';
import { inflate } from '../../inflate.js';
import type { Source } from '../../source.js';

export { listen } from '../../listener.js';

/** Deno, and bundles for servers: the modules are text, which is decompressed at the first call. */
export const receive: Source = { now: () => inflate(receiveText) };

export const service: Source = { now: () => inflate(serviceText) };
