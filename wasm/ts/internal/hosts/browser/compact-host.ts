import { inflateLater } from '../../inflate.js';
import type { Source } from '../../source.js';

export const verify: Source = {
  file: 'hookwright_verify_bg.wasm',
  later: async () => inflateLater(await import('../../../base64/hookwright_verify.mjs')),
};
