import verifyModule from '../../../hookwright_verify_bg.wasm?module';
import type { Source } from '../../source.js';

export const verify: Source = { file: 'hookwright_verify_bg.wasm', now: () => verifyModule };
