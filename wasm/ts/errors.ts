import type { RejectionCode } from './types.js';

/** How the package was misused. Every such error is a `TypeError` or a `RangeError` with one of these as its `code`. */
export type MisuseCode =
  | 'invalid_options'
  | 'unknown_option'
  | 'provider_or_scheme'
  | 'unknown_provider'
  | 'unknown_scheme'
  | 'no_scheme'
  | 'unknown_policy'
  | 'missing_secret'
  | 'empty_secret'
  | 'invalid_secret'
  | 'missing_body'
  | 'parsed_body'
  | 'invalid_body'
  | 'body_too_large'
  | 'invalid_headers'
  | 'invalid_instant'
  | 'invalid_tolerance'
  | 'no_api'
  | 'invalid_state'
  | 'invalid_duration'
  | 'invalid_port'
  | 'invalid_request'
  | 'invalid_data'
  | 'unknown_event'
  | 'unknown_workspace'
  | 'already_listening'
  | 'unsupported'
  | 'closed';

/** What a call before `init` throws, where `init` is needed. */
export type NotInitialized = 'not_initialized';

/** Every code that an error of this package, or a refused delivery, can have. */
export type Code = MisuseCode | NotInitialized | RejectionCode;
