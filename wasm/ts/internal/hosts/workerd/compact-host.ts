import verifyModule from '../../../hookwright_verify_bg.wasm';
import type { Source } from '../../source.js';

export const verify: Source = { file: 'hookwright_verify_bg.wasm', now: () => verifyModule };
