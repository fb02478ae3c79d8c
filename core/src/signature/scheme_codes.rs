//! The codes of problems of a scheme.

use crate::base::code::problem_codes;

problem_codes! {
    /// Every problem code of a scheme: the errors that make it unusable, and the warnings of
    /// [`Scheme::check`](super::Scheme::check).
    pub const PROBLEM_CODES;

    also crate::base::json::codes {
        MALFORMED_JSON, WRONG_TYPE, MISSING_FIELD, UNKNOWN_FIELD, REPEATED_FIELD, UNKNOWN_CHOICE, CONTROL_CHARACTER,
    }

    also crate::base::provenance::codes { WRONG_DATE, EMPTY_SENTENCE }

    /// The JSON or the binary form of the scheme is too long.
    SCHEME_TOO_LARGE = "scheme_too_large",
    /// The scheme cannot be compiled.
    MALFORMED_SCHEME = "malformed_scheme",
    /// The crate was built without a feature that the scheme requires.
    MISSING_FEATURE = "missing_feature",
    /// The id is not `sender/name` in lower case.
    MALFORMED_ID = "malformed_id",
    /// The algorithm does not support keys of the form `key`.
    WRONG_KEY_FORM = "wrong_key_form",
    /// The separator is not a single character that can separate the items of the signature's list.
    WRONG_SEPARATOR = "wrong_separator",
    /// The prefix of the signature cannot be the start of an item.
    WRONG_PREFIX = "wrong_prefix",
    /// Signatures of the algorithm cannot be written in this encoding.
    WRONG_ENCODING = "wrong_encoding",
    /// A value cannot be in this place.
    WRONG_PLACE = "wrong_place",
    /// A name is not a valid header name.
    MALFORMED_HEADER_NAME = "malformed_header_name",
    /// A text is not a JSON Pointer, or the pointer is too long.
    MALFORMED_POINTER = "malformed_pointer",
    /// A template contains an unknown field, or a brace without a matching brace.
    MALFORMED_TEMPLATE = "malformed_template",
    /// A template is too long.
    TEMPLATE_TOO_LONG = "template_too_long",
    /// A template contains a field that is not allowed, or a required field is missing.
    WRONG_CONTENT = "wrong_content",
    /// The tolerance is not a number of seconds, a pair of `past` and `future`, or `false`.
    WRONG_TOLERANCE = "wrong_tolerance",
    /// The reply to a handshake has a content type that is not safe for text from a request.
    WRONG_CONTENT_TYPE = "wrong_content_type",
    /// The reply to a handshake has a status that is not a success.
    WRONG_STATUS = "wrong_status",
    /// The handshake would sign the content of a delivery for any caller.
    SIGNING_ORACLE = "signing_oracle",

    /// The signed content is the same for every delivery.
    CONSTANT_CONTENT = "constant_content",
    /// Characters can move between signed values without changing the signature.
    AMBIGUOUS_CONTENT = "ambiguous_content",
    /// The signed content does not include the body.
    BODY_NOT_SIGNED = "body_not_signed",
    /// Content can be appended without the secret.
    LENGTH_EXTENSION = "length_extension",
    /// The signed content does not include the timestamp.
    TIMESTAMP_NOT_SIGNED = "timestamp_not_signed",
    /// The tolerance is unlimited, or longer than a day.
    TOLERANCE_TOO_WIDE = "tolerance_too_wide",
    /// The signed content does not include the id.
    ID_NOT_SIGNED = "id_not_signed",
}
