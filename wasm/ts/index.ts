/**
 * Webhooks: is a delivery genuine, what does it say, when is it sent again.
 *
 * @module hookwright
 */

export type { HandshakeAnswer, HandshakeOptions } from './answer-handshake.js';
export { answerHandshake } from './answer-handshake.js';
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
export { createService } from './create-service.js';
export type { Candidate, Detection, DetectOptions, Evidence } from './detect-provider.js';
export { detectProvider } from './detect-provider.js';
export type { Code, CoreFailure, MisuseCode, NotInitialized } from './errors.js';
export type * from './events.js';
export type { Cause, Check, Diagnosis, ExplainOptions } from './explain.js';
export { explain } from './explain.js';
export type { GeneratedSecret, GenerateOptions } from './generate-secret.js';
export { generateSecret } from './generate-secret.js';
export type * from './ids.js';
export type { ModuleSource } from './init.js';
export { init, initService } from './init.js';
export type { Classified, ClassifyOptions, NextAction, NextOptions, ResponseOptions } from './next-attempt.js';
export { classifyResponse, nextAttempt } from './next-attempt.js';
export type {
  EventTypeName,
  KnownEvent,
  NoEvent,
  ParsedEvent,
  Problem,
  UnknownEvent,
  UnknownEventType,
} from './parse-event.js';
export { parseEvent } from './parse-event.js';
export type { OutageCost, PlannedAttempt, PlanOptions, RetryPlan } from './plan-retries.js';
export { planRetries } from './plan-retries.js';
export type { Jitter, Policy, Reaction, Reading, Schedule } from './policy.js';
export type {
  Api,
  Confidence,
  Envelope,
  EventType,
  Field,
  Kind,
  PayloadObject,
  Provenance,
  Provider,
} from './provider.js';
export { provider, providers } from './provider.js';
export type {
  Algorithm,
  Encoding,
  Handshake,
  HeaderPlace,
  KeyForm,
  Place,
  Scheme,
  SchemeProblem,
  SignatureField,
  TimestampField,
} from './scheme.js';
export { checkScheme } from './scheme.js';
export type { Sender } from './senders.js';
export { senders } from './senders.js';
export type { Signed, SignOptions } from './sign.js';
export { sign } from './sign.js';
export type { Body, HeadersInput, Key, Signer } from './types.js';
export type { Rejected, SecretWarning, Tolerance, Verdict, Verified, VerifyOptions } from './verify.js';
export { verify } from './verify.js';
export type { WebhookOptions, WebhookVerifyOptions } from './webhook.js';
export { Webhook, WebhookVerificationError } from './webhook.js';
