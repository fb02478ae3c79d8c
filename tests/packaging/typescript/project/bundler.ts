import { createVerifier, explain, type Verdict, type VerifyOptions, verify } from 'hookwright';
import { sender } from 'hookwright/senders/github';
import { receiveAll } from './scenario.mjs';

export type Module = typeof import('hookwright/hookwright_bg.wasm')['default'];

// A project without the types of Node.js and of browsers has no console.
declare const console: { log(text: string): void };

const options: VerifyOptions = { scheme: sender.schemes[0], secrets: 'secret', headers: {}, body: new Uint8Array(1) };
const verdict: Verdict = verify(options);
if (verdict.ok) throw new Error('accepted a delivery without a signature');
console.log(JSON.stringify(receiveAll({ createVerifier, explain })));
