import { inflateLater } from '../../inflate.js';
import type { Source } from '../../source.js';

export const listen = undefined;

/**
 * Browsers: the modules are text that is downloaded when it is used. They are compiled asynchronously, because a browser
 * may refuse to compile large modules on the main thread.
 */
export const receive: Source = {
  later: async () => inflateLater(await import('../../../base64/hookwright.mjs')),
};

export const service: Source = {
  later: async () => inflateLater(await import('../../../base64/hookwright_service.mjs')),
};
