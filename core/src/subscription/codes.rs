//! The codes of problems of a subscription.

use crate::base::code::problem_codes;

problem_codes! {
    /// Every problem code that [`check`](super::check()) and [`Patch::read`](super::Patch::read) report.
    pub const PROBLEM_CODES;

    also crate::base::json::codes { WRONG_TYPE }

    /// The URL is missing.
    MISSING_URL = "missing_url",
    /// The URL is longer than the provider allows.
    LONG_URL = "long_url",
    /// The URL is not an absolute `https:` or `http:` URL with a host.
    INVALID_URL = "invalid_url",
    /// The URL contains a user name or a password.
    CREDENTIALS_IN_URL = "credentials_in_url",
    /// The URL is not HTTPS.
    INSECURE_URL = "insecure_url",
    /// The URL points to the sender's own machine.
    LOOPBACK_URL = "loopback_url",
    /// The URL points into a private network.
    PRIVATE_URL = "private_url",
    /// The URL has a fragment, which is never sent.
    FRAGMENT_IN_URL = "fragment_in_url",
    /// No event is selected.
    MISSING_EVENTS = "missing_events",
    /// The provider does not have this event type.
    UNKNOWN_EVENT = "unknown_event",
    /// An event is selected twice.
    REPEATED_EVENT = "repeated_event",
    /// The secret is missing, so the receiver cannot verify deliveries.
    MISSING_SECRET = "missing_secret",
    /// The secret is empty.
    EMPTY_SECRET = "empty_secret",
    /// The secret starts or ends with whitespace.
    PADDED_SECRET = "padded_secret",
    /// The secret is shorter than is recommended.
    SHORT_SECRET = "short_secret",
    /// The name of a static header is not a valid header name.
    INVALID_HEADER_NAME = "invalid_header_name",
    /// The sender sets this header itself.
    RESERVED_HEADER = "reserved_header",
    /// The value of a static header contains characters that a header cannot contain.
    INVALID_HEADER_VALUE = "invalid_header_value",
    /// A static header has no value.
    EMPTY_HEADER = "empty_header",
    /// A static header is listed more than once.
    REPEATED_HEADER = "repeated_header",
    /// The provider sets this attribute itself.
    READ_ONLY = "read_only",
    /// Subscriptions of this provider do not have this attribute.
    UNKNOWN_ATTRIBUTE = "unknown_attribute",
}
