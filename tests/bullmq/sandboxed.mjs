// A processor in a file, which BullMQ runs in a process of its own. Its first lookup fails.

import { provider } from 'hookwright';
import { bullmqDeliveries } from 'hookwright/bullmq';
import { secretOf } from './script.mjs';

let lookups = 0;

const { processor } = bullmqDeliveries({
  // Other waits than the strategy's have where the queue is: so it shows whose were kept.
  policy: {
    id: 'mine',
    schedule: { kind: 'table', delaysMs: [0, 10, 10] },
    reading: provider('standard').policy.reading,
  },
  provider: 'standard',
  endpoint: (subscriptionId) => {
    lookups += 1;
    if (lookups === 1) throw new Error('the database is down');
    return { url: `${process.env.SANDBOX_URL}/${subscriptionId}`, secret: secretOf(subscriptionId) };
  },
});

export default processor;
