// The part of the comparison that runs in Chromium: `compare(job)` becomes a global function.

import * as hookwright from 'hookwright';
import { verify } from '../contests/verify.mjs';
import { byHand } from './by-hand-web.mjs';

globalThis.compare = async (job) => {
  await hookwright.initPublicKeys();
  return verify({ hookwright, byHand, asyncStripe: true }, job);
};
