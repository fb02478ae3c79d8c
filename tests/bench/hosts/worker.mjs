// The part of the comparison that runs in workerd. A request contains a job, and the response contains the result.

import * as hookwright from 'hookwright';
import { verify } from '../contests/verify.mjs';
import { byHand } from './by-hand.mjs';
import { byHand as byHandWeb } from './by-hand-web.mjs';
import { tern } from './tern.mjs';

const host = {
  hookwright,
  byHand: (sender, secret) => ({ ...byHand(sender, secret), ...byHandWeb(sender, secret) }),
  more: tern,
  asyncStripe: true,
};

export default {
  async fetch(request) {
    try {
      return Response.json(await verify(host, await request.json()));
    } catch (error) {
      return new Response([error.stack, error.cause?.stack].join('\n'), { status: 500 });
    }
  },
};
