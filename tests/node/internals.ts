// What the tests of `crossover.test.mjs`, `data-types.test.mjs`, `early.test.mjs` and `verifier-cache.test.mjs` need of a package that is
// not bundled: its functions, and settings of the same copy.

export * as glue from '../../wasm/glue/hookwright.js';
export { createVerifier } from '../../wasm/ts/create-verifier.js';
export { earlyScheme } from '../../wasm/ts/internal/early.js';
export { setCrossover } from '../../wasm/ts/internal/host-crypto.js';
export { core, hideCore } from '../../wasm/ts/internal/instance.js';
export * as modules from '../../wasm/ts/internal/modules.js';
export { clearVerifiers, countKept } from '../../wasm/ts/internal/verifier-cache.js';
export { verify } from '../../wasm/ts/verify.js';
export { Webhook, WebhookVerificationError } from '../../wasm/ts/webhook.js';
