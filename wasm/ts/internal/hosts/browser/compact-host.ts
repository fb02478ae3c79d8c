import { inflateLater } from '../../inflate.js';
import type { Source } from '../../source.js';

export const verify: Source = {
  later: async () => inflateLater(await import('../../../base64/hookwright_verify.mjs')),
};
