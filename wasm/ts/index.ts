/**
 * Webhooks: is a delivery genuine, what does it say, when is it sent again.
 *
 * @module hookwright
 */
export { init } from './init.js';
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
  ProblemCode,
  UnknownEvent,
  UnknownEventType,
} from './parse-event.js';
export { planRetries } from './plan-retries.js';
export type { PlannedAttempt, PlanOptions, RetryPlan } from './plan-retries.js';
export { provider, providers } from './provider.js';
export type { Api, Confidence, Envelope, EventType, Field, Policy, Provenance, Provider, Scheme } from './provider.js';
export type { EventPayloads, PolicyId, ProviderId, SchemeId } from './catalogue.js';
export type { Body, HeadersInput, Key, RejectionCode, Signer } from './types.js';
export type { Code, MisuseCode, NotInitialized } from './errors.js';
