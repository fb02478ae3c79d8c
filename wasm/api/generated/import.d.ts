import type { ImportErrorCode, ImportNoteCode } from './codes.js';
import type { ImportFormatId } from './ids.js';
/** A request, or the parts of one, that a text contains. */
export interface ImportedRequest {
  readonly ok: true;
  /** The id of the format. */
  readonly format: ImportFormatId;
  /** The name of the format for users. */
  readonly formatName: string;
  /** What was read, as a sentence: `Read as cURL: 2 headers, 127 bytes`. */
  readonly summary: string;
  /** `null` if the text does not contain the method. */
  readonly method: string | null;
  /** The URL: absolute, or the path and the query if the host is unknown. `null` if the text does not contain it. */
  readonly url: string | null;
  /** The header fields, in order. */
  readonly headers: [name: string, value: string][];
  /** The body. `null` if the text does not contain it. */
  readonly body: ReturnType<Uint8ArrayConstructor['of']> | null;
  /** The signature, for a text that consists of one. */
  readonly signature: ImportedSignature | null;
  /** What its user should know, in order. */
  readonly notes: readonly ImportNote[];
}
/** The value of a signature header without its name. */
export interface ImportedSignature {
  /** The value. */
  readonly value: string;
  /** The headers of known senders that have values of this form. Empty if there are too many of them. */
  readonly headers: readonly string[];
}
/** A property of an imported request that its user should know. */
export interface ImportNote {
  readonly code: ImportNoteCode;
  readonly message: string;
}
/** The reason why a text cannot be read. */
export interface ImportFailure {
  readonly ok: false;
  readonly code: ImportErrorCode;
  readonly message: string;
}
/** What {@link importRequest} returns. */
export type ImportResult = ImportedRequest | ImportFailure;
