import * as verifyText from '../../../base64/hookwright_verify.mjs';
import { inflate } from '../../inflate.js';
import type { Source } from '../../source.js';

export const verify: Source = { file: 'hookwright_verify_bg.wasm', now: () => inflate(verifyText) };
