import type {
  RejectionCode,
  SecretErrorCode,
  ServiceErrorCode,
  SignErrorCode,
  StepErrorCode,
} from '../generated/codes.js';
/** The codes of misuse that the TypeScript code defines, with their meanings. The core defines the others. */
export declare const MISUSES: {
  readonly already_listening: 'The service already listens on a port.';
  readonly closed: 'The service has been closed.';
  readonly event_differs: 'The outbox contains another event with this id.';
  readonly freed: 'The verifier, signer or `Webhook` has been freed.';
  readonly invalid_body: 'The body is a stream, text without a UTF-8 form, or of a type that is not a body.';
  readonly invalid_data: 'The payload is not an object that JSON can represent.';
  readonly invalid_duration: 'A duration is not a number of milliseconds, or is outside the supported range.';
  readonly invalid_headers: 'The header fields are not in a supported form, or a request cannot be sent with them.';
  readonly invalid_instant: 'An instant is not a valid `Date` or a finite number of milliseconds.';
  readonly invalid_options: 'An option has the wrong type or value.';
  readonly invalid_outcome: 'An attempt was settled with neither a status nor a known error.';
  readonly invalid_policy: 'The custom retry policy is not valid. `problems` lists what is wrong, if it could be read.';
  readonly invalid_port: 'The port is not an integer from 0 to 65535.';
  readonly invalid_progress: 'The progress of the delivery was not made by this package.';
  readonly invalid_request: 'The value is not a `Request`, or its body or URL cannot be read.';
  readonly invalid_scheme: 'The custom scheme is not valid. `problems` lists what is wrong.';
  readonly invalid_secret: 'A secret has the wrong type, or is text without a UTF-8 form.';
  readonly invalid_state: 'The saved state was not made by `save()` of this version and provider.';
  readonly invalid_tolerance: 'The tolerance is not valid, or the scheme has no timestamp to apply it to.';
  readonly invalid_url: 'A URL contains a user name or a password.';
  readonly missing_body: 'The body is missing.';
  readonly missing_endpoint: 'The handshake needs the URL of the endpoint.';
  readonly missing_handler: 'The receiver has no handler for any event.';
  readonly missing_name: 'The receiver has a store, in which its events need a name.';
  readonly missing_token: 'The handshake needs the token that was entered at the sender.';
  readonly not_a_transaction: 'The value is not a transaction of the database, or none has begun.';
  readonly parsed_body: 'The body was parsed before it was verified, so the bytes that were signed are lost.';
  readonly provider_or_scheme: 'Exactly one of `provider` and `scheme` is required.';
  readonly unknown_event: 'The provider has no event type with this name.';
  readonly unknown_framework: 'There is no framework with this id.';
  readonly unknown_option: 'The function does not have one of the options.';
  readonly unknown_policy: 'There is no retry policy with this id.';
  readonly unknown_provider: 'There is no provider with this id.';
  readonly unknown_scheme: 'There is no scheme with this id.';
  readonly unknown_workspace: 'The provider has no workspace with this id.';
  readonly unsupported_scheme: 'The scheme requires what `hookwright/verify` does not have.';
  readonly unsupported: 'The runtime does not have what the function needs.';
};
/**
 * The code of a misuse: an error in the calling code, such as an invalid option. It is the `code` of a `TypeError`, a
 * `RangeError` or, for `malformed_body`, a `SyntaxError`.
 */
export type MisuseCode = keyof typeof MISUSES | SecretErrorCode | SignErrorCode | StepErrorCode | ServiceErrorCode;
/** The codes of failures that the calling code did not cause, with their meanings. */
export declare const FAILURES: {
  readonly core_trapped: string;
  readonly wrong_module: 'A WebAssembly module that was passed to `init`, or that was loaded, is not one of this build of the package.';
  readonly service_lost: string;
};
/** The code of a failure of the core. It is the `code` of an `Error`. */
export type CoreFailureCode = keyof typeof FAILURES;
/** The codes of failures of a store of claims, with their meanings. */
export declare const STORE_FAILURES: {
  readonly commit_failed: 'The commit of a transaction failed, or its answer was lost, so it is not known whether it was committed.';
  readonly store_full: 'All events that fit in the store are being handled.';
  readonly store_unavailable: 'The store did not answer in time, or with something else than an answer.';
  readonly transaction_aborted: 'A statement of a handler failed, or the handler ended its transaction, so nothing was committed.';
};
/** The code of a failure of a store of claims. It is the `code` of an `Error`. */
export type StoreFailureCode = keyof typeof STORE_FAILURES;
/** The codes of failures of `safeFetch`, with their meanings. */
export declare const SAFE_FETCH_FAILURES: {
  readonly address_refused: string;
  readonly cannot_pin: 'The runtime cannot connect to an address that was checked.';
  readonly connection_failed: 'The connection failed. `cause` is the error of the runtime.';
  readonly credentials_refused: 'The URL contains a user name or a password.';
  readonly name_unresolved: 'The host name has no address, or could not be resolved.';
  readonly port_refused: 'The port is not permitted.';
  readonly protocol_refused: 'The URL is not one of `http` or `https`.';
  readonly response_too_large: 'The body or the header fields of the response are larger than permitted.';
  readonly timeout: 'The request took too long, or a function of the options of a receiver did.';
  readonly url_invalid: 'The URL is not absolute or not valid.';
};
/** The code of a failure of `safeFetch`. It is the `code` of an `Error`. */
export type SafeFetchFailureCode = keyof typeof SAFE_FETCH_FAILURES;
/** The codes of requests that `safeFetch` refused to send, and of responses that it refused to read. */
export type SafeFetchRefusalCode = Exclude<
  SafeFetchFailureCode,
  'cannot_pin' | 'connection_failed' | 'name_unresolved' | 'timeout'
>;
/** The code of a call before `init`, in a runtime that needs `init`. It is the `code` of an `Error`. */
export type NotInitializedCode = 'not_initialized';
/** Every code of an error of this package or of a rejected delivery. */
export type Code =
  | MisuseCode
  | NotInitializedCode
  | CoreFailureCode
  | StoreFailureCode
  | SafeFetchFailureCode
  | RejectionCode;
