// Has the requests for the settings and the clock of Redis take as long as they need. `internal/redis.ts` gives them a second,
// after which a problem is not known; a machine can be interrupted for longer.

const LIMIT_MS = 1_000;
const PATIENT_MS = 600_000;
const { setTimeout } = globalThis;

const patient = (call, ms, ...rest) => setTimeout(call, ms === LIMIT_MS ? PATIENT_MS : ms, ...rest);

// Node keeps the form with promises in a symbol of the function.
globalThis.setTimeout = Object.defineProperties(patient, Object.getOwnPropertyDescriptors(setTimeout));
