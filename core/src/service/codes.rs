//! The problem codes of requests to the API of a provider.

use crate::base::code::problem_codes;

problem_codes! {
    /// The problem codes of a [`Service`](super::Service), in addition to those of a subscription
    /// ([`subscription::PROBLEM_CODES`](crate::subscription::PROBLEM_CODES)).
    pub const PROBLEM_CODES;

    also crate::base::json::codes { MISSING_FIELD, WRONG_TYPE }
    also crate::event::codes { INVALID_JSON }
    also crate::subscription::codes { INVALID_URL, UNKNOWN_ATTRIBUTE }

    /// The limit of a list is not a number in the allowed range.
    INVALID_LIMIT = "invalid_limit",
    /// The cursor of a list was not issued by this API.
    INVALID_CURSOR = "invalid_cursor",
    /// The id in the body is not the id in the path.
    WRONG_ID = "wrong_id",
    /// The id in the body is empty.
    EMPTY_ID = "empty_id",
    /// Another resource has the id in the body.
    REPEATED_ID = "repeated_id",
    /// The operation requires a workspace, and none exists.
    MISSING_WORKSPACE = "missing_workspace",
    /// No workspace has this id.
    UNKNOWN_WORKSPACE = "unknown_workspace",
    /// No subscription has this id.
    UNKNOWN_SUBSCRIPTION = "unknown_subscription",
    /// The subscription is not active.
    INACTIVE = "inactive",
}
