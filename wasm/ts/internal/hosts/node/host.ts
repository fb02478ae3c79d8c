import { inflate } from '../../inflate.js';
import type { Source } from '../../source.js';
import { read } from './read.js';

export { listen } from '../../listener.js';

/**
 * Node and Bun, with CommonJS. The modules are files next to this one. Their paths are literal, so that tools that copy the
 * files of a program find them. In a bundle without these files, the modules are part of the bundle.
 */
export const receive: Source = {
  now: () =>
    read(() => `${__dirname}/hookwright_bg.wasm`, MODULE_SIZES.hookwright) ??
    inflate(hostRequire('./base64/hookwright.mjs')),
};

export const service: Source = {
  now: () =>
    read(() => `${__dirname}/hookwright_service_bg.wasm`, MODULE_SIZES.hookwright_service) ??
    inflate(hostRequire('./base64/hookwright_service.mjs')),
};
