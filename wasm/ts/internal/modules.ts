import type { Part, Source } from './source.js';

// The build replaces this file by one for each host: see `build/modules.mjs`. This one is for type checks.

/** The id of the modules, which each of them contains in a section. */
export declare const build: string;

/** The main module: verifying and signing. */
export declare const main: Source;

/** Senders, events, handshakes, retries, and custom schemes and policies. */
export declare const catalog: Part;

/** Diagnosis of deliveries that are rejected. */
export declare const explain: Part;

/** Requests in pasted text. */
export declare const imports: Part;

/** Ed25519, RSA and ECDSA. */
export declare const publicKeys: Part;

/** The APIs of providers. */
export declare const service: Part;
