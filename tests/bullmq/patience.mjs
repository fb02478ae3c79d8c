// Lets Redis answer requests for its settings and its clock at any time. `internal/redis.ts` waits for a second, and then
// reports the setting as unknown.

import assert from 'node:assert/strict';
import { source } from '../sources.mjs';

const { TIMEOUT_MS } = await source('internal/redis.ts');
assert.equal(typeof TIMEOUT_MS, 'number');
const PATIENT_MS = 600_000;
const { setTimeout } = globalThis;

const patient = (call, ms, ...rest) => setTimeout(call, ms === TIMEOUT_MS ? PATIENT_MS : ms, ...rest);

// Node keeps the form with promises in a symbol of the function.
globalThis.setTimeout = Object.defineProperties(patient, Object.getOwnPropertyDescriptors(setTimeout));
