import type {
  RejectionCode,
  SecretErrorCode,
  ServiceErrorCode,
  SignErrorCode,
  StepErrorCode,
} from '../generated/codes.js';

/** The codes of misuse that the TypeScript code defines, with their meanings. The core defines the others. */
export const MISUSES = {
  already_listening: 'The service already listens on a port.',
  closed: 'The service has been closed.',
  event_differs: 'The outbox contains another event with this id.',
  freed: 'The verifier, signer or `Webhook` has been freed.',
  invalid_body: 'The body is a stream, text without a UTF-8 form, or of a type that is not a body.',
  invalid_data: 'The payload is not an object that JSON can represent.',
  invalid_duration: 'A duration is not a number of milliseconds, or is outside the supported range.',
  invalid_headers: 'The header fields are not in a supported form, or a request cannot be sent with them.',
  invalid_instant: 'An instant is not a valid `Date` or a finite number of milliseconds.',
  invalid_options: 'An option has the wrong type or value.',
  invalid_outcome: 'An attempt was settled with neither a status nor a known error.',
  invalid_policy: 'The custom retry policy is not valid. `problems` lists what is wrong, if it could be read.',
  invalid_port: 'The port is not an integer from 0 to 65535.',
  invalid_progress: 'The progress of the delivery was not made by this package.',
  invalid_request: 'The value is not a `Request`, or its body or URL cannot be read.',
  invalid_scheme: 'The custom scheme is not valid. `problems` lists what is wrong.',
  invalid_secret: 'A secret has the wrong type, or is text without a UTF-8 form.',
  invalid_state: 'The saved state was not made by `save()` of this version and provider.',
  invalid_tolerance: 'The tolerance is not valid, or the scheme has no timestamp to apply it to.',
  invalid_url: 'A URL contains a user name or a password.',
  missing_body: 'The body is missing.',
  missing_endpoint: 'The handshake needs the URL of the endpoint.',
  missing_handler: 'The receiver has no handler for any event.',
  missing_name: 'The receiver has a store, in which its events need a name.',
  missing_token: 'The handshake needs the token that was entered at the sender.',
  not_a_transaction: 'The value is not a transaction of the database, or none has begun.',
  parsed_body: 'The body was parsed before it was verified, so the bytes that were signed are lost.',
  provider_or_scheme: 'Exactly one of `provider` and `scheme` is required.',
  unknown_event: 'The provider has no event type with this name.',
  unknown_framework: 'There is no framework with this id.',
  unknown_option: 'The function does not have one of the options.',
  unknown_policy: 'There is no retry policy with this id.',
  unknown_provider: 'There is no provider with this id.',
  unknown_scheme: 'There is no scheme with this id.',
  unknown_workspace: 'The provider has no workspace with this id.',
  unsupported_scheme: 'The scheme requires what `hookwright/verify` does not have.',
  unsupported: 'The runtime does not have what the function needs.',
} as const;

/**
 * The code of a misuse: an error in the calling code, such as an invalid option. It is the `code` of a `TypeError`, a
 * `RangeError` or, for `malformed_body`, a `SyntaxError`.
 */
export type MisuseCode = keyof typeof MISUSES | SecretErrorCode | SignErrorCode | StepErrorCode | ServiceErrorCode;

/** The codes of failures that the calling code did not cause, with their meanings. */
export const FAILURES = {
  core_trapped:
    'The call was aborted, because memory or the call stack was exhausted or because of a bug. `cause` is the error of the ' +
    'runtime. The WebAssembly instance has been replaced, so further calls work.',
  wrong_module:
    'A WebAssembly module that was passed to `init`, or that was loaded, is not one of this build of the package.',
  service_lost:
    'The WebAssembly instance of the service has been replaced. Create another service, from the last `save()` if there ' +
    'is one.',
} as const;

/** The code of a failure of the core. It is the `code` of an `Error`. */
export type CoreFailureCode = keyof typeof FAILURES;

/** The codes of failures of a store of claims, with their meanings. */
export const STORE_FAILURES = {
  commit_failed:
    'The commit of a transaction failed, or its answer was lost, so it is not known whether it was committed.',
  store_full: 'All events that fit in the store are being handled.',
  store_unavailable: 'The store did not answer in time, or with something else than an answer.',
  transaction_aborted:
    'A statement of a handler failed, or the handler ended its transaction, so nothing was committed.',
} as const;

/** The code of a failure of a store of claims. It is the `code` of an `Error`. */
export type StoreFailureCode = keyof typeof STORE_FAILURES;

/** The codes of failures of `safeFetch`, with their meanings. */
export const SAFE_FETCH_FAILURES = {
  address_refused:
    'The host has no address that is globally reachable or that `allow` contains, or other code in the process has connected ' +
    'to another address.',
  cannot_pin: 'The runtime cannot connect to an address that was checked.',
  connection_failed: 'The connection failed. `cause` is the error of the runtime.',
  credentials_refused: 'The URL contains a user name or a password.',
  name_unresolved: 'The host name has no address, or could not be resolved.',
  port_refused: 'The port is not permitted.',
  protocol_refused: 'The URL is not one of `http` or `https`.',
  response_too_large: 'The body or the header fields of the response are larger than permitted.',
  timeout: 'The request took too long, or a function of the options of a receiver did.',
  url_invalid: 'The URL is not absolute or not valid.',
} as const;

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
