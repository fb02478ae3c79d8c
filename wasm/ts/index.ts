/**
 * Webhooks: is a delivery genuine, what does it say, when is it sent again.
 *
 * @module hookwright
 */
export { init, initService } from './init.js';
export type { ModuleSource } from './init.js';
export { verify } from './verify.js';
export type { Rejected, Tolerance, Verdict, Verified, VerifyOptions } from './verify.js';
export { sign } from './sign.js';
export type { Signed, SignOptions } from './sign.js';
export { parseEvent } from './parse-event.js';
export type {
  EventTypeName,
  KnownEvent,
  NoEvent,
  ParsedEvent,
  Problem,
  UnknownEvent,
  UnknownEventType,
} from './parse-event.js';
export { detectProvider } from './detect-provider.js';
export type { Candidate, Detection, DetectOptions, Evidence } from './detect-provider.js';
export { planRetries } from './plan-retries.js';
export type { PlannedAttempt, PlanOptions, RetryPlan } from './plan-retries.js';
export { createService } from './create-service.js';
export type {
  Address,
  Attempt,
  Emission,
  Emitted,
  Service,
  ServiceOptions,
  Skipped,
  TransportError,
} from './create-service.js';
export { provider, providers } from './provider.js';
export type {
  Api,
  Confidence,
  Envelope,
  EventType,
  Field,
  Kind,
  PayloadObject,
  Policy,
  Provenance,
  Provider,
  Scheme,
} from './provider.js';
export type * from './events.js';
export type * from './ids.js';
export type { Body, HeadersInput, Key, RejectionCode, Signer } from './types.js';
export type { Code, MisuseCode, NotInitialized } from './errors.js';
