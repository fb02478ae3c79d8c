/** The reason why a delivery is rejected. */
export type RejectionCode =
  /** A header that the scheme reads is missing or empty. */
  | 'missing_header'
  /** A URL parameter that the scheme reads is missing, or its value is not valid UTF-8. */
  | 'missing_parameter'
  /** A member or a form field of the body that the scheme reads is missing, or is neither a string nor a number. */
  | 'missing_member'
  /** The list in the signature header does not contain an item that the scheme reads. */
  | 'missing_item'
  /** The header has a value, but the value does not contain a signature of this scheme's version. */
  | 'missing_prefix'
  /** A header appears more than once, so it is not clear which value the receiver would use. */
  | 'repeated_header'
  /** A URL parameter appears more than once, so it is not clear which value the receiver would use. */
  | 'repeated_parameter'
  /** An item of the list in the signature header appears more than once. */
  | 'repeated_item'
  /**
   * The value cannot be a signature of this scheme, whatever the body is: it has the wrong length or the wrong
   * characters.
   */
  | 'malformed_signature'
  /** A header and its alias have different values, so the receiver could read the one that was not checked. */
  | 'conflicting_headers'
  /**
   * The signed id is empty or contains a character that makes its end ambiguous: whitespace, `.`, `,`, `;`, `"`, or
   * anything that is not ASCII.
   */
  | 'invalid_id'
  /**
   * The signed URL is not absolute, or contains a character that clients percent-encode: whitespace, `"`, `<`, `>` or a
   * control character.
   */
  | 'malformed_url'
  /** A signed header contains a control character. */
  | 'malformed_header'
  /** A signed member of the body is not of the type that the scheme names. */
  | 'malformed_member'
  /**
   * The scheme reads members or parameters of the body, and the body is larger than 16 MiB or has more than 10,000
   * parameters.
   */
  | 'body_too_large'
  /** The body is a form that parsers read in different ways, or in which the names of two fields are too similar. */
  | 'ambiguous_form'
  /**
   * The signature is valid, but the body is not separated from an adjacent signed value, and this body could start or
   * end elsewhere: it is not a JSON object or array.
   */
  | 'ambiguous_content'
  /** The scheme reads members of the body, and the body is not valid JSON. */
  | 'malformed_body'
  /** The scheme reads members of the body, and the body is a form. */
  | 'form_body'
  /** The scheme reads form fields, and the body is not a form. */
  | 'not_a_form'
  /** The signature is well formed, but no given secret produces it for this content. */
  | 'signature_mismatch'
  /** The signature is valid, but the timestamp is not in the format of the scheme. */
  | 'malformed_timestamp'
  /**
   * The signature is valid, but older than the tolerance allows: a replay, a delayed delivery, or a clock that is
   * ahead.
   */
  | 'too_old'
  /** The signature is valid, but further in the future than the tolerance allows: a clock is wrong. */
  | 'too_new'
  /** The signature is valid and covers the digest of the body, but the digest is that of another body. */
  | 'body_digest_mismatch'
  /** The signature is valid, but does not cover the body. */
  | 'body_not_covered'
  /** The signature is valid, but a handshake returns the same signature for this body to any caller. */
  | 'ambiguous_body'
  /**
   * The signature is valid, but the scheme is vulnerable to length extension, and the body is not valid UTF-8. A body
   * that was extended in this way is never valid UTF-8.
   */
  | 'body_not_utf8'
  /** The signature is valid, but an array in the body has items that the signature does not cover. */
  | 'unsigned_items'
  /**
   * A handshake asks for a signature of a text that could be a delivery, or for a header field with characters that are
   * not valid in one.
   */
  | 'doubtful_challenge'
  /** A handshake contains another token than the receiver expects. */
  | 'token_mismatch'
  /** A handshake hands over a secret, but no webhook is being set up. */
  | 'not_setting_up'
  /** The scheme reads the URL, but the URL was not passed. */
  | 'missing_url'
  /** The scheme signs the method, but the method was not passed. */
  | 'missing_method';
/** The cause of a rejection, as `explain` finds it. */
export type DiagnosisCode =
  /** The JSON of the body was parsed and serialized again. */
  | 'body_reformatted'
  /** The members of the JSON body are in another order. */
  | 'body_key_order'
  /** Slashes in the JSON body are escaped although the sender does not escape them, or vice versa. */
  | 'body_escaped_slashes'
  /** Characters in the JSON body are not escaped, but the sender escapes them. */
  | 'body_unicode_escapes'
  /** Characters in the JSON body are escaped, but the sender does not escape them. */
  | 'body_ascii_only'
  /** The JSON of the body was parsed and serialized again, and values were lost or changed. */
  | 'body_values_lost'
  /** The body was put into an envelope, or only a part of it was passed. */
  | 'body_wrapped'
  /** The request is a multipart form, although the scheme reads JSON or a URL-encoded form. */
  | 'body_multipart'
  /** The content of the body was edited after it was signed. */
  | 'body_changed'
  /** The body is the one that was sent, but the sender signed another serialization. */
  | 'body_signed_otherwise'
  /** Whitespace was added at the start or the end of the body. */
  | 'body_newline_added'
  /** A line feed at the end of the body was removed. */
  | 'body_newline_lost'
  /** The line endings of the body were changed. */
  | 'body_crlf'
  /** A byte order mark was added to the body or removed from it. */
  | 'body_bom'
  /** The body was encoded in base64 or decoded from it. */
  | 'body_base64'
  /** The body was form-encoded, or a form was parsed and serialized again. */
  | 'body_urlencoded'
  /** The end of the body is missing. */
  | 'body_truncated'
  /** The body was decoded from or encoded in another character set, or its text was normalized. */
  | 'body_charset'
  /** The body is empty, although the sender sent one. */
  | 'body_missing'
  /** The body is the text form of an object, or was serialized as a string. */
  | 'body_stringified'
  /** The body is compressed, or was decompressed. */
  | 'body_compressed'
  /** Whitespace was added around the secret or removed from it. */
  | 'secret_whitespace'
  /** Quotes were added around the secret or removed from it. */
  | 'secret_quoted'
  /** A prefix was added to the secret or removed from it. */
  | 'secret_prefix'
  /** The secret was not decoded as the sender decodes it, or cannot be decoded. */
  | 'secret_decoding'
  /** No secret was given, or an empty one. */
  | 'secret_missing'
  /** The end of the secret is missing. */
  | 'secret_truncated'
  /** Characters of the secret are escaped. */
  | 'secret_escaped'
  /** The secret is part of a longer text, such as an assignment or the JSON of a secret store. */
  | 'secret_wrapped'
  /** Letters of the secret are in another case. */
  | 'secret_case'
  /** The secret is another kind of credential, such as an API key or the id of an endpoint. */
  | 'secret_other_credential'
  /** The delivery was signed with a secret that has been replaced. */
  | 'secret_old'
  /** The delivery was signed with the secret of another endpoint or environment. */
  | 'secret_other_environment'
  /** The secret is a placeholder. */
  | 'secret_placeholder'
  /** The delivery was signed with another algorithm. */
  | 'algorithm_other'
  /** The signature was computed from other parts or in another order. */
  | 'construction_other'
  /** The signature is in another encoding. */
  | 'encoding_other'
  /** The signature is not in the header or not in the format that the scheme requires. */
  | 'header_other'
  /** The signature does not have the form that the scheme requires. */
  | 'signature_malformed'
  /** The end of the signature is missing. */
  | 'signature_truncated'
  /** A header or an item that may occur only once occurs several times. */
  | 'signature_repeated'
  /** The value of the signature was changed on the way. */
  | 'signature_altered'
  /** The prefix of the signature is missing, was added, or is another one. */
  | 'signature_prefix'
  /** The value is a constant text, not a signature. */
  | 'signature_placeholder'
  /** The delivery was signed by another sender. */
  | 'sender_other'
  /** The timestamp is in another unit. */
  | 'timestamp_unit'
  /** The timestamp arrived in another notation than the signed one. */
  | 'timestamp_rewritten'
  /** The signature is valid, but a clock is wrong, or the delivery is old. */
  | 'clock_skew'
  /** The sender called another host. */
  | 'url_host'
  /** The sender called the URL with another URL scheme. */
  | 'url_scheme'
  /** The sender called another port. */
  | 'url_port'
  /** The parameters of the URL are in another order or have another encoding. */
  | 'url_query_order'
  /** The query or the path is percent-encoded in another way. */
  | 'url_query_encoding'
  /** The query was removed, or a parameter was added or removed. */
  | 'url_query_missing'
  /** The URL has a fragment or credentials that the signed URL does not have, or vice versa. */
  | 'url_fragment'
  /** The request has another method than the signed one. */
  | 'method_other'
  /** A slash at the end of the path was added or removed. */
  | 'url_trailing_slash'
  /** The sender called another path. */
  | 'url_path'
  /** The scheme signs the URL, but the complete URL was not passed. */
  | 'url_missing'
  /** A header that the scheme reads is missing. */
  | 'header_missing'
  /** A header that the scheme reads arrived under another name. */
  | 'header_renamed'
  /** The request is a handshake, a ping or a test, which is not signed like a delivery. */
  | 'handshake_request'
  /** No hypothesis explains the rejection. */
  | 'unknown';
/** The code of a problem in the body of an event. */
export type ProblemCode =
  /** A value has the wrong type. */
  | 'wrong_type'
  /** A required member is missing. */
  | 'missing_field'
  /** A member is unknown: it is misspelt, or requires a newer version. */
  | 'unknown_field'
  /** A number is too large or too small. */
  | 'out_of_range'
  /** The body has the envelope of several providers, and no provider was specified. */
  | 'ambiguous_provider'
  /** There is not enough memory to read the body. */
  | 'body_too_large'
  /** The body starts with a byte order mark. */
  | 'byte_order_mark'
  /** A member appears more than once in an object, and parsers differ in which value they use. */
  | 'duplicate_key'
  /** The body is empty. */
  | 'empty_body'
  /** The body is not valid JSON. */
  | 'invalid_json'
  /** A value is not an RFC 3339 date and time. */
  | 'invalid_timestamp'
  /** The body is not valid UTF-8. */
  | 'invalid_utf8'
  /** A string or a name contains an unpaired surrogate, which is not a Unicode character. */
  | 'lone_surrogate'
  /** There are more problems than are listed. */
  | 'more_problems'
  /** The body is nested too deeply to be checked for repeated names everywhere. */
  | 'too_deep'
  /**
   * The event type is not one of the provider's known event types. It is only a note, because providers add event
   * types.
   */
  | 'unknown_event_type'
  /** The body does not have the envelope of a known provider, and no provider was specified. */
  | 'unknown_provider'
  /** A value is not one of the known values. It is only a note, because providers add values. */
  | 'unknown_value'
  /**
   * JavaScript changes a number when it parses the body, because it has more digits than a double keeps, or is out of
   * its range.
   */
  | 'unsafe_number';
/** The code of a problem in a scheme. */
export type SchemeProblemCode =
  /** The text is not valid JSON. */
  | 'malformed_json'
  /** A value has the wrong type. */
  | 'wrong_type'
  /** A required member is missing. */
  | 'missing_field'
  /** A member is unknown: it is misspelt, or requires a newer version. */
  | 'unknown_field'
  /** A member appears more than once in an object. */
  | 'repeated_field'
  /** A value is not one of the allowed values of the member. */
  | 'unknown_choice'
  /** A text contains a control character or a line break. */
  | 'control_character'
  /** A date does not exist or is not in RFC 3339 format. */
  | 'wrong_date'
  /** A sentence is empty. */
  | 'empty_sentence'
  /** The JSON or the binary form of the scheme is too long. */
  | 'scheme_too_large'
  /** The scheme cannot be compiled. */
  | 'malformed_scheme'
  /** The crate was built without a feature that the scheme requires. */
  | 'missing_feature'
  /** The id is not `sender/name` in lower case. */
  | 'malformed_id'
  /** The algorithm does not support keys of the form `key`. */
  | 'wrong_key_form'
  /** The separator is not a single character that can separate the items of the signature's list. */
  | 'wrong_separator'
  /** The prefix of the signature cannot be the start of an item. */
  | 'wrong_prefix'
  /** Signatures of the algorithm cannot be written in this encoding. */
  | 'wrong_encoding'
  /** A value cannot be in this place. */
  | 'wrong_place'
  /** A name is not a valid header name. */
  | 'malformed_header_name'
  /** A text is not a JSON Pointer, or the pointer is too long. */
  | 'malformed_pointer'
  /** A template contains an unknown field, or a brace without a matching brace. */
  | 'malformed_template'
  /** A template is too long. */
  | 'template_too_long'
  /** A template contains a field that is not allowed, or a required field is missing. */
  | 'wrong_content'
  /** The tolerance is not a number of seconds, a pair of `past` and `future`, or `false`. */
  | 'wrong_tolerance'
  /** The reply to a handshake has a content type that is not safe for text from a request. */
  | 'wrong_content_type'
  /** The reply to a handshake has a status that is not a success. */
  | 'wrong_status'
  /** The handshake would sign the content of a delivery for any caller. */
  | 'signing_oracle'
  /** The signed content is the same for every delivery. */
  | 'constant_content'
  /** Characters can move between signed values without changing the signature. */
  | 'ambiguous_content'
  /** The signed content does not include the body. */
  | 'body_not_signed'
  /** Content can be appended without the secret. */
  | 'length_extension'
  /** The signed content does not include the timestamp. */
  | 'timestamp_not_signed'
  /** The tolerance is unlimited, or longer than a day. */
  | 'tolerance_too_wide'
  /** The signed content does not include the id. */
  | 'id_not_signed';
/** The code of a problem in a retry policy. */
export type PolicyProblemCode =
  /** The text is not valid JSON. */
  | 'malformed_json'
  /** A value has the wrong type. */
  | 'wrong_type'
  /** A required member is missing. */
  | 'missing_field'
  /** A member is unknown: it is misspelt, or requires a newer version. */
  | 'unknown_field'
  /** A member appears more than once in an object. */
  | 'repeated_field'
  /** A value is not one of the allowed values of the member. */
  | 'unknown_choice'
  /** A text contains a control character or a line break. */
  | 'control_character'
  /** A number is too large or too small. */
  | 'out_of_range'
  /** A date does not exist or is not in RFC 3339 format. */
  | 'wrong_date'
  /** A sentence is empty. */
  | 'empty_sentence'
  /** The delays count from the first attempt but do not increase. */
  | 'wrong_anchor';
/** The code of a warning about a usable secret. */
export type SecretWarningCode =
  /** The key is shorter than recommended. */
  | 'secret_too_short'
  /** The secret starts or ends with whitespace. */
  | 'secret_whitespace'
  /** The secret is in quotes, which are part of the key. */
  | 'secret_quoted'
  /** The secret is a private key, although the public key is sufficient or a shared secret is expected. */
  | 'secret_is_private';
/** The reason why a secret cannot be used. */
export type SecretErrorCode =
  /** The secret has no bytes, only whitespace, or nothing after its prefix. */
  | 'empty_secret'
  /**
   * The secret is a placeholder that a program or a template writes if the secret is not set, such as `undefined` or
   * `${SECRET}`.
   */
  | 'secret_placeholder'
  /** No secret was passed. */
  | 'missing_secret'
  /** The scheme requires base64 secrets, and this secret is not base64. */
  | 'secret_not_base64'
  /** The scheme requires hexadecimal secrets, and this secret is not hexadecimal. */
  | 'secret_not_hex'
  /** The scheme requires PEM keys, and this key is not PEM or is not a key for the algorithm. */
  | 'secret_not_pem'
  /** The prefix of the secret shows that it belongs to another scheme. */
  | 'secret_wrong_kind'
  /** The key does not have the length that the algorithm requires. */
  | 'secret_wrong_length'
  /** The key is shorter than the scheme's specification allows, or too short to be safe. */
  | 'secret_too_short'
  /** The secret to generate is longer than the scheme allows. */
  | 'secret_too_long'
  /**
   * The key has the form of a key for this algorithm but is not valid: its numbers are out of range, its halves do not
   * belong together, or it is an Ed25519 key of small order, with which a signature is valid for many messages.
   */
  | 'secret_not_a_key'
  /** The key is a public key, which can only verify. */
  | 'secret_is_public'
  /** A delivery of this scheme cannot carry as many signatures as there are secrets. */
  | 'too_many_secrets'
  /** Keys for this algorithm cannot be generated by this library. */
  | 'secret_not_made_here';
/** The reason why a delivery cannot be signed. */
export type SignErrorCode =
  /** The scheme signs the id of the delivery, but the id was not passed. */
  | 'missing_id'
  /**
   * The id is empty or contains a character that could make the signed content ambiguous: whitespace, `.`, `,`, `;`,
   * `"`, the scheme's separator, or anything that is not ASCII.
   */
  | 'invalid_id'
  /** The scheme signs a timestamp, but the timestamp was not passed or the scheme cannot represent it. */
  | 'missing_timestamp'
  /** The scheme signs the URL or puts the signature into it, but the URL was not passed. */
  | 'missing_url'
  /** The scheme signs the method, but the method was not passed. */
  | 'missing_method'
  /** The scheme signs a header that was not passed. */
  | 'missing_header'
  /** The scheme reads a member of the body that is missing, or is neither a string nor a number. */
  | 'missing_member'
  /** The scheme reads or writes members of the body, and the body is not a JSON object. */
  | 'malformed_body'
  /** The scheme writes fields of a form, and the body is not a form. */
  | 'not_a_form'
  /** There is not enough memory to copy the body. */
  | 'body_too_large';
/** The reason why a step of a delivery is not allowed. */
export type StepErrorCode =
  /** The next attempt is not due yet. */
  | 'attempt_not_due'
  /** An attempt is already in flight. */
  | 'attempt_in_flight'
  /** No attempt is in flight. */
  | 'no_attempt_in_flight'
  /** The delivery has ended. */
  | 'delivery_over';
/** The reason why a pasted text cannot be read. */
export type ImportErrorCode =
  /** The text is empty or consists of whitespace. */
  | 'empty'
  /** The text is longer than [`MAX_TEXT`](crate::import::MAX_TEXT). */
  | 'too_long'
  /** The text is not in a known format. */
  | 'unknown_format'
  /** The bytes are not text. Only raw HTTP requests can contain a body that is not text. */
  | 'not_text'
  /** The text is in a known format, but a part of it is not valid. */
  | 'malformed'
  /** The text is several JSON documents, for example one per line (NDJSON). They can be one body or several. */
  | 'several_documents'
  /** The text is in a known format, but contains no request. */
  | 'no_request'
  /** The text is an HTTP response. */
  | 'response'
  /** A text that should be hexadecimal contains another character, or an odd number of digits. */
  | 'invalid_hex'
  /** A text that should be base64 contains another character or has an invalid length. */
  | 'invalid_base64'
  /** The tool that printed the bytes has replaced some of them by an ellipsis. */
  | 'elided';
/** A property of an imported request that its user should know. */
export type ImportNoteCode =
  /** The tool has recorded only the beginning of the body, so the signature cannot match. */
  | 'body_cut'
  /**
   * The text contains the body after it was parsed. It was written as compact JSON, which can differ from the bytes
   * that were signed.
   */
  | 'body_reserialized'
  /** The text does not contain the bytes of the body: it is a form with files, or a file. */
  | 'body_unknown'
  /** The text contains several requests, and one of them was read: the first one that has a body. */
  | 'several_requests'
  /** The body is compressed, as the `Content-Encoding` header says. */
  | 'compressed'
  /** The chunked transfer encoding of the body was removed. */
  | 'chunks_removed'
  /** The command has an option that is unknown here. */
  | 'unknown_option'
  /** The command reads a file. */
  | 'file_not_read'
  /** The command removes line breaks from its input. */
  | 'line_breaks_removed'
  /** The client adds a header field that the text does not contain. */
  | 'header_added'
  /** The text contains a variable, a command or an expression whose value is unknown here. */
  | 'not_expanded'
  /** The body does not have the length that the `Content-Length` header states. */
  | 'length_differs'
  /** Some of the text was not needed for the request. */
  | 'text_ignored';
/** The reason why a service cannot be created. */
export type ServiceErrorCode =
  /** The provider has no API. Its subscriptions are created by hand. */
  | 'no_api'
  /** The signature scheme of the provider is not valid. */
  | 'invalid_provider_scheme';
