import type { SafeFetchFailureCode } from '../../types/errors.js';
import { describe, markAsMisuse } from '../misuse.js';

// The errors of `safeFetch`. Like those of `../errors.ts`, they contain nothing from callers: a URL can contain credentials.

export const cannotPin = () =>
  failure(
    'cannot_pin',
    'this runtime cannot connect to an address that was checked, so a host name could lead to an internal address; send ' +
      'requests from Node, or through a proxy that refuses internal addresses, and pass its `fetch`',
  );

export const urlInvalid = () => failure('url_invalid', 'the URL is not absolute or not valid');

export const protocolRefused = () => failure('protocol_refused', 'the URL must begin with `https://` or `http://`');

export const credentialsRefused = () =>
  failure('credentials_refused', 'the URL contains a user name or a password; use the header `authorization` instead');

export const portRefused = () =>
  failure('port_refused', 'the port of the URL is not permitted; add it to `ports` to permit it');

export const nameUnresolved = (cause?: unknown) =>
  failure('name_unresolved', 'the host name of the URL has no address; check its spelling and its DNS records', cause);

export const addressRefused = () =>
  failure(
    'address_refused',
    'the host of the URL has no address that is globally reachable; to permit internal addresses, add them to `allow`, ' +
      "such as `allow: ['127.0.0.1/32']`",
  );

export const otherAddress = () =>
  failure(
    'address_refused',
    'the connection was not made to an address that was checked; other code in this process, such as an instrumentation, ' +
      'has changed how connections are made',
  );

export const timedOut = (timeoutMs: number) =>
  failure('timeout', `the request took longer than ${timeoutMs} ms; increase \`timeoutMs\` to wait longer`);

export const responseTooLarge = () =>
  failure('response_too_large', 'the response is larger than permitted; increase `maxResponseBytes` to read more');

export const headersTooLarge = () =>
  failure('response_too_large', 'the header fields of the response are larger than 16 KiB');

export const connectionFailed = (cause?: unknown) =>
  failure('connection_failed', 'the connection failed before the response ended; see `cause`', cause);

export const notRanges = (option: string) =>
  misuse(
    'invalid_options',
    `\`${option}\` must be a list of addresses and prefixes, such as \`10.1.0.0/16\`, without bits after the prefix`,
  );

export const notPorts = () => misuse('invalid_options', '`ports` must be a list of integers from 1 to 65535');

export const notAResponseLimit = () => misuse('invalid_options', '`maxResponseBytes` must be a non-negative integer');

export const notCertificates = (given: unknown) =>
  misuse('invalid_options', `\`ca\` must be a string or a list of strings in PEM format, not ${describe(given)}`);

export const followsRedirects = () =>
  misuse('invalid_options', "`redirect` must be 'manual' or omitted, because redirects are never followed");

export const notASafeUrl = (given: unknown) =>
  misuse('invalid_options', `the URL must be a string or a \`URL\`, not ${describe(given)}`);

export const notAnInit = (given: unknown) =>
  misuse(
    'invalid_options',
    `the second argument must be an object, such as \`{ method: 'POST' }\`, not ${describe(given)}`,
  );

export const notASignal = (given: unknown) =>
  misuse('invalid_options', `\`signal\` must be an \`AbortSignal\`, not ${describe(given)}`);

export const headerOfConnection = (name: string) =>
  misuse('invalid_headers', `the header \`${name}\` belongs to the connection and cannot be set`);

export const fieldsInvalid = () =>
  misuse('invalid_headers', '`headers` is not a list of header fields, or a field has an invalid name or value');

export const methodOrBodyInvalid = () =>
  misuse('invalid_options', '`method` or `body` is not valid, or the method cannot have a body');

export const fetchOrAllow = () =>
  misuse(
    'invalid_options',
    '`allow` and `ports` apply to the built-in `fetch`; pass them to `createSafeFetch`, or omit `fetch`',
  );

function failure(code: SafeFetchFailureCode, message: string, cause?: unknown) {
  return Object.assign(new Error(message, cause === undefined ? undefined : { cause }), { code });
}

function misuse(code: 'invalid_options' | 'invalid_headers', message: string) {
  return markAsMisuse(Object.assign(new TypeError(message), { code }));
}
