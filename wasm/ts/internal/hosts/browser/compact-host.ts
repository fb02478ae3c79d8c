import { unpack } from '../../lzma.js';
import { decoded } from '../../module-text.js';
import type { Source } from '../../source.js';

export const verify: Source = {
  file: 'hookwright_verify_bg.wasm',
  later: async () => {
    const given = await import('../../../lzma/hookwright_verify.mjs');
    return unpack(decoded(given), given.size);
  },
};
