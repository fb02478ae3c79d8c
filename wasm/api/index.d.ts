/**
 * Webhooks: is a delivery genuine, what does it say, when is it sent again.
 *
 * @module hookwright
 */
export type { HandshakeAnswer, HandshakeOptions } from './answer-handshake.js';
export { answerHandshake } from './answer-handshake.js';
export type { BeginOptions, SettleOptions, StartOptions } from './attempt.js';
export { beginAttempt, settleAttempt, startDelivery } from './attempt.js';
export type { ServiceOptions } from './create-service.js';
export { createService } from './create-service.js';
export type { PreparedSigner, SignerOptions, UnsignedDelivery } from './create-signer.js';
export { createSigner } from './create-signer.js';
export type { Delivery, ExplainedDelivery, Verifier, VerifierOptions } from './create-verifier.js';
export { createVerifier } from './create-verifier.js';
export type { Candidate, Detection, DetectOptions, Evidence } from './detect-provider.js';
export { detectProvider } from './detect-provider.js';
export type { Cause, Check, Diagnosis, ExplainOptions } from './explain.js';
export { explain } from './explain.js';
export type { GeneratedSecret, GenerateOptions } from './generate-secret.js';
export { generateSecret } from './generate-secret.js';
export type * from './generated/events.js';
export type * from './generated/ids.js';
export type { ModuleSource } from './init.js';
export { init, initService } from './init.js';
export type { ClassifyOptions, NextOptions } from './next-attempt.js';
export { classifyResponse, nextAttempt } from './next-attempt.js';
export { parseEvent } from './parse-event.js';
export type { PlanOptions } from './plan-retries.js';
export { planRetries } from './plan-retries.js';
export { provider, providers } from './provider.js';
export { checkScheme } from './scheme.js';
export type { Sender } from './senders.js';
export { senders } from './senders.js';
export type { SignOptions } from './sign.js';
export { sign } from './sign.js';
export type { AttemptRequest, BegunAttempt, DeliveryProgress, Destination, SettledAttempt } from './types/attempt.js';
export type { Code, CoreFailure, MisuseCode, NotInitialized } from './types/errors.js';
export type {
  EventTypeName,
  KnownEvent,
  NoEvent,
  ParsedEvent,
  Problem,
  UnknownEvent,
  UnknownEventType,
} from './types/event.js';
export type { Body, HeadersInput, Key, Signer } from './types/input.js';
export type { Jitter, Policy, Reaction, Reading, Schedule } from './types/policy.js';
export type { Confidence, Provenance } from './types/provenance.js';
export type { Api, Envelope, EventType, Field, Kind, PayloadObject, Provider } from './types/provider.js';
export type { Classified, NextAction, OutageCost, PlannedAttempt, ResponseOptions, RetryPlan } from './types/retry.js';
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
} from './types/scheme.js';
export type { Address, Attempt, Emission, Emitted, Service, Skipped, TransportError } from './types/service.js';
export type { Signed } from './types/signed.js';
export type { Rejected, SecretWarning, Tolerance, Verdict, Verified } from './types/verdict.js';
export type { VerifyOptions } from './verify.js';
export { verify } from './verify.js';
export type { WebhookOptions, WebhookVerifyOptions } from './webhook.js';
export { Webhook, WebhookVerificationError } from './webhook.js';
