// A processor in a file, which BullMQ runs in another process. Its first lookup fails.

import { provider } from 'hookwright';
import { bullmqDeliveries } from 'hookwright/bullmq';
import { secretOf } from './script.mjs';

let lookups = 0;

const { processor } = bullmqDeliveries({
  // The delays differ from those of the worker's strategy, so that the test sees which were used.
  policy: {
    id: 'mine',
    schedule: { kind: 'table', delaysMs: [0, 10, 10] },
    reading: provider('standard').policy.reading,
  },
  provider: 'standard',
  allow: ['127.0.0.1/32'],
  endpoint: (subscriptionId) => {
    lookups += 1;
    if (lookups === 1) throw new Error('the database is down');
    return { url: `${process.env.SANDBOX_URL}/${subscriptionId}`, secret: secretOf(subscriptionId) };
  },
});

export default processor;
