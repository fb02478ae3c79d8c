import type { RejectionCode } from '../generated/ids.js';
/** How the package was misused. Every such error is a `TypeError` or a `RangeError` with one of these as its `code`. */
export type MisuseCode =
  | 'invalid_options'
  | 'unknown_option'
  | 'provider_or_scheme'
  | 'unknown_provider'
  | 'unknown_scheme'
  | 'no_scheme'
  | 'invalid_scheme'
  | 'unknown_policy'
  | 'invalid_policy'
  | 'unknown_framework'
  | 'missing_secret'
  | 'empty_secret'
  | 'secret_placeholder'
  | 'invalid_secret'
  | 'secret_not_base64'
  | 'secret_not_hex'
  | 'secret_not_pem'
  | 'secret_wrong_kind'
  | 'secret_wrong_length'
  | 'secret_too_short'
  | 'secret_too_long'
  | 'secret_not_a_key'
  | 'secret_is_public'
  | 'secret_not_made_here'
  | 'too_many_secrets'
  | 'missing_body'
  | 'parsed_body'
  | 'invalid_body'
  | 'body_too_large'
  | 'malformed_body'
  | 'invalid_headers'
  | 'missing_header'
  | 'missing_member'
  | 'missing_id'
  | 'invalid_id'
  | 'missing_timestamp'
  | 'missing_url'
  | 'invalid_url'
  | 'missing_method'
  | 'invalid_instant'
  | 'invalid_tolerance'
  | 'no_api'
  | 'invalid_state'
  | 'invalid_progress'
  | 'attempt_not_due'
  | 'attempt_in_flight'
  | 'no_attempt_in_flight'
  | 'delivery_over'
  | 'invalid_duration'
  | 'invalid_port'
  | 'invalid_request'
  | 'invalid_data'
  | 'unknown_event'
  | 'unknown_workspace'
  | 'already_listening'
  | 'unsupported'
  | 'closed'
  | 'freed';
/** What a call before `init` throws, where `init` is needed. */
export type NotInitialized = 'not_initialized';
/**
 * What is thrown where the core itself fails, as an `Error` with one of these as its `code`.
 *
 * - `core_trapped`: the call was cut off, because memory or the call stack was exhausted or because of a bug. The instance was replaced.
 *   Its `cause` is the host's error. The WebAssembly instance has been replaced, so that further calls work.
 * - `service_lost`: the service lived in an instance that has been replaced. Create another one, from the last `save()` if there is
 *   one.
 */
export type CoreFailure = 'core_trapped' | 'service_lost';
/** Every code that an error of this package, or a refused delivery, can have. */
export type Code = MisuseCode | NotInitialized | CoreFailure | RejectionCode;
