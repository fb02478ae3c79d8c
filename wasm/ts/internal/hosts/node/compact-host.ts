import { inflate } from '../../inflate.js';
import type { Source } from '../../source.js';
import { read } from './read.js';

export const verify: Source = {
  file: 'hookwright_verify_bg.wasm',
  now: () =>
    read(() => `${__dirname}/hookwright_verify_bg.wasm`, MODULE_SIZES.hookwright_verify) ??
    inflate(hostRequire('./base64/hookwright_verify.mjs')),
};
