import * as verifyText from '../../../base64/hookwright_verify.mjs';
import { inflate } from '../../inflate.js';
import type { Source } from '../../source.js';

export const verify: Source = { now: () => inflate(verifyText) };
