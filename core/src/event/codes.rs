//! The codes of problems of the body of an event.

use crate::base::code::problem_codes;

problem_codes! {
    /// Every problem code that [`parse`](super::parse()) reports.
    pub const PROBLEM_CODES;

    also crate::base::json::codes { WRONG_TYPE, MISSING_FIELD, UNKNOWN_FIELD, OUT_OF_RANGE }

    /// The body has the envelope of several providers, and no provider was specified.
    AMBIGUOUS_PROVIDER = "ambiguous_provider",
    /// There is not enough memory to read the body.
    BODY_TOO_LARGE = "body_too_large",
    /// The body starts with a byte order mark.
    BYTE_ORDER_MARK = "byte_order_mark",
    /// A member appears more than once in an object, and parsers differ in which value they use.
    DUPLICATE_KEY = "duplicate_key",
    /// The body is empty.
    EMPTY_BODY = "empty_body",
    /// The body is not valid JSON.
    INVALID_JSON = "invalid_json",
    /// A value is not an RFC 3339 date and time.
    INVALID_TIMESTAMP = "invalid_timestamp",
    /// The body is not valid UTF-8.
    INVALID_UTF8 = "invalid_utf8",
    /// A string or a name contains an unpaired surrogate, which is not a Unicode character.
    LONE_SURROGATE = "lone_surrogate",
    /// There are more problems than are listed.
    MORE_PROBLEMS = "more_problems",
    /// The body is nested too deeply to be checked for repeated names everywhere.
    TOO_DEEP = "too_deep",
    /// The event type is not one of the provider's known event types. It is only a note, because providers add event
    /// types.
    UNKNOWN_EVENT_TYPE = "unknown_event_type",
    /// The body does not have the envelope of a known provider, and no provider was specified.
    UNKNOWN_PROVIDER = "unknown_provider",
    /// A value is not one of the known values. It is only a note, because providers add values.
    UNKNOWN_VALUE = "unknown_value",
    /// JavaScript changes a number when it parses the body, because it has more digits than a double keeps, or is out of
    /// its range.
    UNSAFE_NUMBER = "unsafe_number",
}
