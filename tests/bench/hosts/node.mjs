// Runs a job in Node or Bun: reads it from the standard input and writes the result to the standard output.

import * as hookwright from 'hookwright';
import { events } from '../contests/events.mjs';
import { sign } from '../contests/sign.mjs';
import { tenants } from '../contests/tenants.mjs';
import { verify } from '../contests/verify.mjs';
import { byHand } from './by-hand.mjs';
import { tern } from './tern.mjs';

const interruptions = () => process.resourceUsage().involuntaryContextSwitches;

// Outside Node, the package of Stripe has only asynchronous functions.
const host = { hookwright, byHand, more: tern, asyncStripe: 'bun' in process.versions, interruptions };
const contests = { events, sign, tenants, verify };

let text = '';
for await (const chunk of process.stdin) text += chunk;
const job = JSON.parse(text);
process.stdout.write(JSON.stringify(await contests[job.contest](host, job)));
