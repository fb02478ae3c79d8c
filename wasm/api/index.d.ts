/**
 * Verification, signing, parsing and retries of webhooks.
 *
 * @module hookwright
 */
export type { HandshakeOptions } from './answer-handshake.js';
export { answerHandshake } from './answer-handshake.js';
export type { BeginOptions, SettleOptions, StartOptions } from './attempt.js';
export { beginAttempt, settleAttempt, startDelivery } from './attempt.js';
export type { ServiceOptions } from './create-service.js';
export { createService } from './create-service.js';
export type { Signer } from './create-signer.js';
export { createSigner } from './create-signer.js';
export type { Verifier } from './create-verifier.js';
export { createVerifier } from './create-verifier.js';
export type { DetectOptions } from './detect-provider.js';
export { detectProvider } from './detect-provider.js';
export { explain } from './explain.js';
export type { GenerateOptions } from './generate-secret.js';
export { generateSecret } from './generate-secret.js';
export type * from './generated/attempt.js';
export type * from './generated/codes.js';
export type * from './generated/detection.js';
export type * from './generated/diagnosis.js';
export type * from './generated/events.js';
export type * from './generated/handshake.js';
export type * from './generated/ids.js';
export type * from './generated/import.js';
export type * from './generated/policy.js';
export type * from './generated/problem.js';
export type * from './generated/provenance.js';
export type * from './generated/provider.js';
export type * from './generated/retry.js';
export type * from './generated/scheme.js';
export type * from './generated/secret.js';
export type * from './generated/service.js';
export type * from './generated/verdict.js';
export { importRequest } from './import-request.js';
export type { ModuleLoader, ModuleSource } from './init.js';
export { init, initCatalog, initExplain, initImport, initPublicKeys, initService } from './init.js';
export type { ClassifyOptions, NextOptions } from './next-attempt.js';
export { classifyResponse, nextAttempt } from './next-attempt.js';
export { parseEvent } from './parse-event.js';
export type { PlanOptions } from './plan-retries.js';
export { planRetries } from './plan-retries.js';
export { provider, providers } from './provider.js';
export type { SchemeProblem } from './scheme.js';
export { checkScheme } from './scheme.js';
export { senders } from './senders.js';
export { sign } from './sign.js';
export type { AttemptRequest, BegunAttempt, Destination } from './types/attempt.js';
export type { Code, CoreFailureCode, MisuseCode, NotInitializedCode, StoreFailureCode } from './types/errors.js';
export type { KnownEvent, NoEvent, ParsedEvent, UnknownEvent, UnknownEventType } from './types/event.js';
export type { AttemptOutcome, Body, HeadersInput, Key, SchemeSelector, Tolerance } from './types/input.js';
export type { Address, Attempt, Emission, Service } from './types/service.js';
export type { SignerOptions, SignOptions, UnsignedDelivery } from './types/sign.js';
export type { Signed } from './types/signed.js';
export type {
  Delivery,
  ExplainContext,
  ExplainedDelivery,
  ExplainOptions,
  VerifierOptions,
  VerifyOptions,
} from './types/verify.js';
export { verify } from './verify.js';
export type { WebhookOptions, WebhookVerifyOptions } from './webhook.js';
export { Webhook, WebhookVerificationError } from './webhook.js';
